namespace Semblance.Server.Engine;

/// <summary>Whether a live person is asked for.</summary>
internal sealed record LivenessOptions
{
    /// <summary>What sessions check at least: off, passive, challenge or challenge+light (<see cref="LivenessPolicy.All"/>). A session may ask for more, never for less.</summary>
    public string Policy { get; init; } = LivenessPolicy.Challenge.Name;

    /// <summary>Whether somebody whom flashes may harm gets head turns instead of coloured light. Where not, only people who see the light are let in.</summary>
    public bool MaySpareLight { get; init; } = true;
}
