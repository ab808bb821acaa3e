using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>
/// Whether a live person is before the camera, followed over the frames of one session: what was seen, and what the person is asked for next. Used by one thread at a time.
/// </summary>
internal sealed class SessionLiveness : IDisposable
{
    /// <summary>Turns in all of somebody who is spared the light.</summary>
    public const int TurnsWithoutLight = 5;

    private readonly LivenessTest _test;
    private readonly SessionChallenges _challenges;
    private readonly ChallengeCheck? _turns;
    private LightPhase? _light;
    private TimeSpan _now;

    /// <summary>Begins.</summary>
    /// <param name="test">What is asked for. Taken over.</param>
    /// <param name="challenges">What the test draws its turns and colours from.</param>
    public SessionLiveness(LivenessTest test, SessionChallenges challenges)
    {
        (_test, _challenges, _turns, Policy) = (test, challenges, test.Find<ChallengeCheck>(), test.Policy);
        _light = test.Find<LightCheck>() is { } check ? new LightPhase(check) : null;
    }

    /// <summary>Begins to follow a session.</summary>
    /// <param name="engine">Makes the checks; null suffices for the policy off.</param>
    /// <param name="policy">What is asked for.</param>
    /// <param name="options">Where challenges come from, and how strictly they are followed.</param>
    public static SessionLiveness Begin(LivenessEngine? engine, LivenessPolicy policy, FaceSessionOptions options)
    {
        var challenges = new SessionChallenges(options.Challenges ?? engine?.CreateChallenges(options.Turns) ?? new RandomChallenges());
        var test = !policy.IsOn ? new LivenessTest(policy, []) : (engine ?? throw new ArgumentNullException(nameof(engine), "A policy that checks something needs checks.")).Begin(policy, challenges, options.Turns);
        return new SessionLiveness(test, challenges);
    }

    /// <summary>What is asked for by now: less after <see cref="SpareLight"/>.</summary>
    public LivenessPolicy Policy { get; private set; }

    /// <summary>What was seen amounts to this.</summary>
    public LivenessResult Result
    {
        get
        {
            var result = _test.Result;
            return Policy == _test.Policy ? result : Policy.Judge([.. result.Checks.Where(check => Policy.Checks.Contains(check.Name))], result.Signs);
        }
    }

    /// <summary>Whether the person is asked for something that is not done.</summary>
    public bool IsAsking => !IsFailed && (_turns is { IsDone: false } || _light is { IsDone: false });

    /// <summary>Whether what was asked for was not done and is not asked for again.</summary>
    public bool IsFailed => _turns is { IsFailed: true } || _light is { IsFailed: true };

    /// <summary>Whether head turns are asked for that are not made: until then nothing that is told may follow the pose.</summary>
    public bool IsTurning => _turns is { IsDone: false, IsFailed: false };

    /// <summary>How much is done, 0 to 1. Turns count once the next is asked for: it never tells how far one has come.</summary>
    public double Done => (_turns, Result.Verdict) switch
    {
        (_, LivenessVerdict.Live) => 1,
        ({ IsDone: false } turns, _) => (turns.State.Step - 1.0) / turns.State.Of * (_light is null ? 1 : 0.7),
        ({ IsDone: true }, _) => _light is null ? 1 : 0.7,
        _ => 0,
    };

    /// <summary>Where it stands; null under the policy off.</summary>
    public SessionPrompt? Prompt => !Policy.IsOn ? null : new SessionPrompt(Phase, Turn, Phase == "light" ? _light!.Prompt : null, Asked?.Message ?? "");

    /// <summary>What the person is to do for it; null where nothing in particular.</summary>
    public Advice? Asked => Phase switch
    {
        "look" => Advice.LookStraight,
        "turn" => Advice.For(_turns!.State.Wanted),
        "light" => Advice.HoldStillForLight,
        _ => null,
    };

    /// <summary>What the person is to do after a frame: what is wrong with it, and otherwise what is asked for. Who turns the head is not told to look straight.</summary>
    public Advice AdviceFor(FaceReading reading)
    {
        bool isAside = reading is FaceReading.Unusable { Outcome: Outcome.PoorQuality, Problems: var problems }
            && problems.All(problem => problem is QualityProblem.TurnedAside or QualityProblem.RaisedOrLowered or QualityProblem.Blurred);
        return Asked is { } asked && (reading is FaceReading.Usable || isAside && Phase == "turn") ? asked : Advice.For(reading);
    }

    private string Phase => _turns switch
    {
        { IsFailed: true } => "done",
        { IsDone: false, State: { Wanted: null, Step: 1, Restarts: 0 } } => "look",
        { IsDone: false } => "turn",
        not null when _light is { IsDone: false, IsFailed: false } => "light",
        not null => "done",
        null => Result.IsFinal ? "done" : "look",
    };

    private TurnPrompt? Turn => _turns is { IsDone: false, IsFailed: false, State: var state }
        ? new TurnPrompt(state.Step, state.Of, state.Wanted?.ToString().ToLowerInvariant(), state.Restarts)
        : null;

    /// <summary>Takes a frame that shows the person.</summary>
    public void Add(LivenessFrame frame)
    {
        _now = frame.Time;
        _test.Add(frame with { IsLit = Phase == "light" });
        if (_turns is { IsDone: true } && _light is { } light)
            light.Follow(frame.Time);
    }

    /// <summary>Takes note of a picture that earns nothing: signs of injection are looked for in all of them.</summary>
    public void Pass(LivenessFrame frame)
    {
        _now = frame.Time;
        _test.Pass(frame);
    }

    /// <summary>The person was lost or changed: what was seen is another's.</summary>
    public void BeginAgain() => _test.BeginAgain();

    /// <summary>The page showed a colour.</summary>
    /// <exception cref="InvalidOperationException">There is no such light.</exception>
    public void Painted(int light, int index, TimeSpan at)
    {
        // Reports may be on their way when the light is given up.
        if (Policy == _test.Policy)
            (_light ?? throw new InvalidOperationException("No light was asked for.")).Painted(light, index, at);
    }

    public void Dispose() => _test.Dispose();

    /// <summary>For photosensitive people: more turns instead of light, and the answer names the policy that was really applied.</summary>
    public void SpareLight()
    {
        if (_light is null || _turns is null)
            return;
        (_light, Policy) = (null, LivenessPolicy.Challenge);
        _challenges.Lengthen(TurnsWithoutLight);
        if (!_turns.IsFailed && _turns.State.Of < TurnsWithoutLight)
            _turns.Extend(_challenges.Further(TurnsWithoutLight - _turns.State.Of), _now);
    }
}
