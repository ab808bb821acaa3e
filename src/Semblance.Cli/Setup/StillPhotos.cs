namespace Semblance.Cli.Setup;

/// <summary>What follows from photos, which are never live.</summary>
internal static class StillPhotos
{
    /// <summary>Why photos match nobody while liveness is on.</summary>
    public const string Reason = "A photo is never live: use a camera or a clip, or --liveness off to compare only.";

    /// <summary>Liveness of something that does not move.</summary>
    public static LivenessResult Liveness(LivenessPolicy policy) => new(policy, LivenessVerdict.Unsure, [], policy.IsOn ? [Reason] : [], []);

    /// <summary>A decision about photos under a policy.</summary>
    public static (Decision Decision, LivenessResult Liveness) Join(LivenessPolicy policy, Decision decision)
    {
        var liveness = Liveness(policy);
        return (liveness.Join(decision), liveness);
    }
}
