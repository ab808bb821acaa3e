using System.CommandLine;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>The liveness that a command line asks for beside its question. Owns what it needs for it.</summary>
internal sealed class LiveSession : IDisposable
{
    /// <summary>Why photos match nobody while liveness is on.</summary>
    public const string StillReason = "A photo is never live: use a camera or a clip, or --liveness off to compare only.";

    private readonly Engine _engine;
    private readonly LivenessPolicy _policy;
    private readonly LivenessEngine? _liveness;
    private readonly LivePrompt? _prompt;

    private LiveSession(Engine engine, LivenessPolicy policy, LivenessEngine? liveness, LivePrompt? prompt) => (_engine, _policy, _liveness, _prompt) = (engine, policy, liveness, prompt);

    /// <summary>Starts what --liveness asks for; with off it only warns.</summary>
    public static LiveSession Begin(ParseResult arguments, Engine engine)
    {
        var policy = CommonOptions.PolicyOf(arguments, CommonOptions.Liveness);
        if (!policy.IsOn)
            Terminal.Note(LivenessView.OffWarning);
        var prompt = LivePrompt.For(policy, arguments.GetValue(CommonOptions.Window));
        return new LiveSession(engine, policy, policy.IsOn ? engine.CreateLiveness() : null, prompt);
    }

    /// <summary>Follows a stream until both answers stand.</summary>
    public (Decision Decision, LivenessResult Liveness) Follow(IEnumerable<Frame> frames, Func<Question> begin, TimeSpan limit, Action report)
    {
        using var test = _liveness?.Begin(_policy, new RandomChallenges()) ?? new LivenessTest(_policy, [], _engine.Pack.Comparator, sameFrom: 0);
        return new LiveFollow(_engine.CreatePipeline(_engine.Pack.Quality.Verification), test, _prompt).Run(frames, begin, limit, report);
    }

    /// <summary>What follows from photos, which are never live.</summary>
    public (Decision Decision, LivenessResult Liveness) OfPhotos(Decision decision)
    {
        var result = new LivenessResult(_policy, LivenessVerdict.Unsure, [], _policy.IsOn ? [StillReason] : [], []);
        return (result.Join(decision), result);
    }

    public void Dispose()
    {
        _prompt?.Dispose();
        _liveness?.Dispose();
    }
}
