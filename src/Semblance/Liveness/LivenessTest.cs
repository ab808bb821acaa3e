using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>
/// One stream under one policy: every check sees every frame, and all of them begin anew where the person changes, so that nobody inherits what somebody else showed.
/// Owns its checks. Used by one thread.
/// </summary>
public sealed class LivenessTest : IDisposable
{
    private readonly IReadOnlyList<ILivenessCheck> _checks;
    private readonly PersonContinuity _continuity;
    private readonly InjectionSigns _signs;

    /// <summary>Begins.</summary>
    /// <param name="policy">What is asked for.</param>
    /// <param name="checks">At least those of the policy; others are reported and decide nothing. Taken over.</param>
    /// <param name="comparator">Compares embeddings of neighbouring frames.</param>
    /// <param name="sameFrom">The score from which two frames show one person; laxer than a threshold of recognition, as it only has to see a swap.</param>
    /// <param name="injection">From where on a sign of injection is noticed; null: the defaults.</param>
    /// <exception cref="ArgumentException">A check of the policy is missing.</exception>
    public LivenessTest(LivenessPolicy policy, IReadOnlyList<ILivenessCheck> checks, Comparator comparator, double sameFrom, InjectionOptions? injection = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _signs = new InjectionSigns(injection);
        (Policy, _checks, _continuity) = (policy, checks, new PersonContinuity(comparator, sameFrom));
        _ = Result;
    }

    /// <summary>What is asked for.</summary>
    public LivenessPolicy Policy { get; }

    /// <summary>How often the person was lost or changed.</summary>
    public int Breaks { get; private set; }

    /// <summary>What broke it last, in a sentence; null while nothing did.</summary>
    public string? LastBreak { get; private set; }

    /// <summary>What was seen amounts to this.</summary>
    public LivenessResult Result => Policy.Judge([.. _checks.Select(check => check.Result)], _signs.Found);

    /// <summary>The check of a kind; null where there is none.</summary>
    public T? Find<T>() where T : class, ILivenessCheck => _checks.OfType<T>().FirstOrDefault();

    /// <summary>Takes the next frame. Under the policy off nothing is looked at, and nothing breaks.</summary>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (Policy == LivenessPolicy.Off)
            return;
        _signs.Add(frame);
        if (_continuity.Break(frame) is { } reason)
        {
            Breaks++;
            LastBreak = reason;
            foreach (var check in _checks)
                check.Reset();
        }
        foreach (var check in _checks)
            check.Add(frame);
    }

    /// <summary>Frees the checks.</summary>
    public void Dispose()
    {
        foreach (var check in _checks)
            check.Dispose();
    }
}
