namespace Semblance.Liveness;

/// <summary>The checks of one policy over the frames of one person. Who that person is, and since when, is for the session to know. Owns its checks. Used by one thread.</summary>
internal sealed class LivenessTest : IDisposable
{
    private readonly IReadOnlyList<ILivenessCheck> _checks;
    private readonly InjectionSigns _signs;

    /// <summary>Begins.</summary>
    /// <param name="policy">What is asked for.</param>
    /// <param name="checks">At least those of the policy; others are reported and decide nothing. Taken over.</param>
    /// <param name="injection">From where on a sign of injection is noticed; null: the defaults.</param>
    /// <exception cref="ArgumentException">A check of the policy is missing.</exception>
    public LivenessTest(LivenessPolicy policy, IReadOnlyList<ILivenessCheck> checks, InjectionOptions? injection = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _signs = new InjectionSigns(injection);
        (Policy, _checks) = (policy, checks);
        _ = Result;
    }

    /// <summary>What is asked for.</summary>
    public LivenessPolicy Policy { get; }

    /// <summary>What was seen amounts to this.</summary>
    public LivenessResult Result => Policy.Judge([.. _checks.Select(check => check.Result)], _signs.Found);

    /// <summary>The check of a kind; null where there is none.</summary>
    public T? Find<T>() where T : class, ILivenessCheck => _checks.OfType<T>().FirstOrDefault();

    /// <summary>Takes a frame that shows the person. Under the policy off nothing is looked at.</summary>
    public void Add(LivenessFrame frame)
    {
        Pass(frame);
        foreach (var check in _checks)
            check.Add(frame);
    }

    /// <summary>Takes a frame that shows nobody, or nobody known: only signs of injection are looked for.</summary>
    public void Pass(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (Policy.IsOn)
            _signs.Add(frame);
    }

    /// <summary>The person was lost or changed: nobody inherits what somebody else showed.</summary>
    public void BeginAgain()
    {
        foreach (var check in _checks)
            check.Reset();
    }

    /// <summary>Frees the checks.</summary>
    public void Dispose()
    {
        foreach (var check in _checks)
            check.Dispose();
    }
}
