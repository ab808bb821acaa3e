namespace Semblance.Server.Engine;

/// <summary>Whether a live person is asked for.</summary>
internal sealed record LivenessOptions
{
    /// <summary>What sessions check at least: off, passive, challenge or challenge+light (<see cref="LivenessPolicy.All"/>). A session may ask for more, never for less.</summary>
    public string Policy { get; init; } = LivenessPolicy.Challenge.Name;
}
