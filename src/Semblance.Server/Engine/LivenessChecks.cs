using Microsoft.Extensions.Logging;
using Semblance.Packs;
using Semblance.Server.Problems;

namespace Semblance.Server.Engine;

/// <summary>
/// What the service asks of liveness at least, and what can be asked for. Safe for several threads.
/// </summary>
internal sealed partial class LivenessChecks
{
    private readonly FaceEngine _faces;
    private readonly bool _canCheck;
    private readonly string? _borrowedFrom;

    private LivenessChecks(LivenessPolicy policy, FaceEngine faces, bool canCheck, string? borrowedFrom) =>
        (Policy, _faces, _canCheck, _borrowedFrom) = (policy, faces, canCheck, borrowedFrom);

    /// <summary>What every question of a session is checked for at least. No administrator changes it from the page: anyone who takes over a page must not switch it off.</summary>
    public LivenessPolicy Policy { get; }

    /// <summary>Whether somebody whom flashes may harm gets head turns instead.</summary>
    public bool MaySpareLight { get; private init; }

    /// <summary>Starts what the settings ask for.</summary>
    /// <param name="options">Which policy.</param>
    /// <param name="engine">The running pack. Where it has no spoof network, that of the built-in pack serves: it needs landmarks and no embedding.</param>
    /// <param name="tracker">Makes what follows points from frame to frame; null: motion is judged by the landmarks alone.</param>
    /// <exception cref="LivenessUnavailableException">The policy asks for checks that this pack cannot have.</exception>
    public static LivenessChecks Start(LivenessOptions options, FaceEngine engine, Func<IPointTracker>? tracker)
    {
        var policy = LivenessPolicy.Find(options.Policy) ?? throw new ArgumentException($"There is no policy of liveness named {options.Policy}.", nameof(options));
        var pack = engine.Pack;
        string? hindrance = pack.Manifest.Detector is HaarDetectorEntry ? $"the pack {pack.Manifest.Name} finds faces without landmarks, so it cannot be checked whether they are live" : null;
        var source = pack;
        if (hindrance is null && !pack.HasSpoofNetwork && !TryBuiltin(out source))
            hindrance = $"neither the pack {pack.Manifest.Name} nor the built-in one has a network that tells skin from paper and screens";
        if (hindrance is not null)
        {
            return policy.IsOn
                ? throw new LivenessUnavailableException($"{hindrance}. Use another pack, or serve with --liveness off: a photo of a person is then taken for the person.")
                : new LivenessChecks(policy, engine, canCheck: false, null);
        }
        engine.UseLiveness(tracker, source.CreateSpoofNetwork(engine.Runtime));
        return new LivenessChecks(policy, engine, canCheck: true, source == pack ? null : source.Id) { MaySpareLight = options.MaySpareLight };
    }

    /// <summary>What a session is checked for.</summary>
    /// <param name="requested">What its request asks for; null: what the service asks for.</param>
    /// <param name="isEnrolment">An enrolment has guided poses of its own: it is checked passively, so that nobody enrols a photo.</param>
    /// <exception cref="ProblemException">It is no policy, a laxer one, or one that cannot be had.</exception>
    public LivenessPolicy PolicyFor(string? requested, bool isEnrolment)
    {
        var least = isEnrolment && Policy.IsOn ? LivenessPolicy.Passive : Policy;
        if (requested is null)
            return least;
        var policy = LivenessPolicy.Find(requested) ?? throw Problem.InvalidRequest.With($"liveness: {string.Join(", ", LivenessPolicy.All.Select(known => known.Name))}.");
        if (Strictness(policy) < Strictness(least))
            throw Problem.InvalidRequest.With($"liveness: the service asks for {least.Name} at least.");
        if (isEnrolment && Strictness(policy) > Strictness(LivenessPolicy.Passive))
            throw Problem.InvalidRequest.With("liveness: an enrolment has poses of its own and is checked passively at most.");
        return _canCheck || !policy.IsOn ? policy : throw Problem.InvalidRequest.With("liveness: the running pack cannot check it.");
    }

    /// <summary>Says in the log what is checked, loudly where nothing is.</summary>
    public void Announce(ILogger<LivenessChecks> logger)
    {
        if (!Policy.IsOn)
            LogOff(logger);
        else
            LogPolicy(logger, Policy.Name);
        if (Policy.IsOn && _borrowedFrom is { } pack)
            LogBorrowed(logger, _faces.Pack.Id, pack);
    }

    private static int Strictness(LivenessPolicy policy) => LivenessPolicy.All.ToList().IndexOf(policy);

    private static bool TryBuiltin(out ModelPack pack)
    {
        pack = Directory.Exists(ModelPack.BuiltinFolder) ? ModelPack.Builtin() : null!;
        return pack?.HasSpoofNetwork == true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "LIVENESS IS OFF: a photo or a screen that shows a person is taken for the person. Liveness:Policy (--liveness) switches it on.")]
    private static partial void LogOff(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Liveness is checked under the policy {Policy}.")]
    private static partial void LogPolicy(ILogger logger, string policy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The pack {Pack} has no network that tells skin from paper and screens: that of {Other} is used.")]
    private static partial void LogBorrowed(ILogger logger, string pack, string other);
}

/// <summary>The policy of liveness asks for checks that the running pack cannot have.</summary>
internal sealed class LivenessUnavailableException(string message) : Exception(message);
