namespace Semblance.Liveness;

/// <summary>Makes the checks of a policy for one stream after another. Owns the spoof network. Safe for several threads.</summary>
internal sealed class LivenessEngine : IDisposable
{
    private readonly SpoofNetwork _texture;
    private readonly Func<IPointTracker>? _tracker;
    private readonly LivenessOptions _options;

    /// <summary>Puts the pieces together.</summary>
    /// <param name="texture">Tells skin from paper and screens. Taken over.</param>
    /// <param name="tracker">Makes what follows points from frame to frame; null: motion is judged by the landmarks alone.</param>
    /// <param name="options">The limits of every check, as a pack gives them; null: the defaults.</param>
    /// <exception cref="ArgumentException">A limit lies outside its range.</exception>
    public LivenessEngine(SpoofNetwork texture, Func<IPointTracker>? tracker = null, LivenessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texture);
        (_texture, _tracker) = (texture, tracker);
        _options = (options ?? LivenessOptions.Default).Checked();
    }

    /// <summary>Begins to follow a stream.</summary>
    /// <param name="policy">What is asked for.</param>
    /// <param name="challenges">Where head turns and colours come from; null suffices for a policy without them.</param>
    /// <param name="options">How strictly head turns are followed; null: as the limits say.</param>
    /// <exception cref="ArgumentNullException">The policy needs challenges.</exception>
    internal LivenessTest Begin(LivenessPolicy policy, IChallengeSource? challenges = null, ChallengeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new LivenessTest(policy, [.. policy.Checks.Select(Create)], _options.Injection);

        ILivenessCheck Create(string name) => name switch
        {
            CheckNames.Texture => new TextureCheck(_texture, _options.Texture),
            CheckNames.Life => new LifeCheck(_options.Life),
            CheckNames.Motion => new MotionCheck(_tracker?.Invoke(), _options.Motion),
            CheckNames.Challenge => new ChallengeCheck(challenges!, options ?? _options.Challenge),
            CheckNames.Light => new LightCheck(challenges!, _options.Light),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), name, "There is no such check."),
        };
    }

    /// <summary>Random head turns and colours.</summary>
    /// <param name="options">By how many degrees; null: as the limits say.</param>
    internal IChallengeSource CreateChallenges(ChallengeOptions? options = null) => new RandomChallenges(options: options ?? _options.Challenge);

    /// <summary>Frees the network.</summary>
    public void Dispose() => _texture.Dispose();
}
