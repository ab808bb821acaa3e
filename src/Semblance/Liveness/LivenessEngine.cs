using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>Makes the checks of a policy for one stream after another. Owns the spoof network. Safe for several threads.</summary>
public sealed class LivenessEngine : IDisposable
{
    private readonly SpoofNetwork _texture;
    private readonly Func<IPointTracker>? _tracker;

    /// <summary>Puts the pieces together.</summary>
    /// <param name="texture">Tells skin from paper and screens. Taken over.</param>
    /// <param name="tracker">Makes what follows points from frame to frame; null: motion is judged by the landmarks alone.</param>
    public LivenessEngine(SpoofNetwork texture, Func<IPointTracker>? tracker = null)
    {
        ArgumentNullException.ThrowIfNull(texture);
        (_texture, _tracker) = (texture, tracker);
    }

    /// <summary>Begins to follow a stream.</summary>
    /// <param name="policy">What is asked for.</param>
    /// <param name="challenges">Where head turns and colours come from; null suffices for a policy without them.</param>
    /// <param name="options">How strictly head turns are followed; null: the defaults.</param>
    /// <exception cref="ArgumentNullException">The policy needs challenges.</exception>
    internal LivenessTest Begin(LivenessPolicy policy, IChallengeSource? challenges = null, ChallengeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new LivenessTest(policy, [.. policy.Checks.Select(Create)]);

        ILivenessCheck Create(string name) => name switch
        {
            CheckNames.Texture => new TextureCheck(_texture),
            CheckNames.Life => new LifeCheck(new LifeOptions()),
            CheckNames.Motion => new MotionCheck(_tracker?.Invoke()),
            CheckNames.Challenge => new ChallengeCheck(challenges!, options),
            CheckNames.Light => new LightCheck(challenges!),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), name, "There is no such check."),
        };
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => _texture.Dispose();
}
