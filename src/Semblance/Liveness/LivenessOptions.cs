using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>The limits of every check: the section <c>liveness</c> of a pack.json. What a pack does not give keeps its default. Immutable.</summary>
internal sealed record LivenessOptions
{
    /// <summary>All defaults.</summary>
    public static LivenessOptions Default { get; } = new();

    /// <summary>Of <see cref="MotionCheck"/>.</summary>
    public MotionOptions Motion { get; init; } = new();

    /// <summary>Of <see cref="TextureCheck"/>.</summary>
    public TextureOptions Texture { get; init; } = new();

    /// <summary>Of <see cref="LifeCheck"/>.</summary>
    public LifeOptions Life { get; init; } = new();

    /// <summary>Of <see cref="ChallengeCheck"/> and <see cref="RandomChallenges"/>.</summary>
    public ChallengeOptions Challenge { get; init; } = new();

    /// <summary>Of <see cref="LightCheck"/>.</summary>
    public LightOptions Light { get; init; } = new();

    /// <summary>Of <see cref="InjectionSigns"/>.</summary>
    public InjectionOptions Injection { get; init; } = new();

    /// <summary>Which numbers lie outside their ranges, in words; empty where none does.</summary>
    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Part("motion", Motion.Faults()).Part("texture", Texture.Faults()).Part("life", Life.Faults()).Part("challenge", Challenge.Faults()).Part("light", Light.Faults()).Part("injection", Injection.Faults()).Faults;

    /// <summary>Refuses numbers outside their ranges.</summary>
    /// <exception cref="ArgumentException">It names the first one.</exception>
    internal LivenessOptions Checked() => Faults() is [var first, ..] ? throw new ArgumentException($"{first}.") : this;
}
