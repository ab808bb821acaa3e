using Semblance.Options;

namespace Semblance.Recognition;

/// <summary>How good faces must be: the section <c>quality</c> of a pack.json. Immutable.</summary>
/// <remarks>The defaults of faces with landmarks stand where a published network fails; they suit packs that were not measured (<c>semblance-train calibrate-quality</c>).</remarks>
internal sealed record QualityOptions
{
    /// <summary>For packs that say nothing of their own.</summary>
    public static QualityOptions Default { get; } = new()
    {
        Verification = new QualityPolicy
        {
            Box = new() { MinSide = 48, MinMargin = 0, MinSharpness = 0.012, MinBrightness = 30, MaxBrightness = 225, MinContrast = 6, MinSymmetry = 0.15 },
            FivePoint = new() { MinSide = 36, MinMargin = -0.05, MinSharpness = 0.22, MinBrightness = 25, MaxBrightness = 225, MinContrast = 7, MaxYaw = 45, MaxPitch = 35 },
        },
        Enrolment = new QualityPolicy
        {
            Box = new() { MinSide = 64, MinMargin = 0, MinSharpness = 0.03, MinBrightness = 50, MaxBrightness = 205, MinContrast = 12, MinSymmetry = 0.5 },
            FivePoint = new() { MinSide = 64, MinMargin = 0, MinSharpness = 0.28, MinBrightness = 50, MaxBrightness = 205, MinContrast = 12, MaxYaw = 25, MaxPitch = 20 },
        },
    };

    /// <summary>For recognising: wide limits, since a person in a hurry looks as they look.</summary>
    public required QualityPolicy Verification { get; init; }

    /// <summary>For enrolling: strict limits, since every later comparison rests on these photos.</summary>
    public required QualityPolicy Enrolment { get; init; }

    /// <summary>How the limits were found, by their names (<c>verification.fivePoint.minSide</c>), or for all of a part under its name (<c>verification.box</c>).</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    /// <summary>Which limits lie outside their ranges, in words; empty where none does.</summary>
    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Part("verification.box", Verification.Box.Faults()).Part("verification.fivePoint", Verification.FivePoint.Faults())
        .Part("enrolment.box", Enrolment.Box.Faults()).Part("enrolment.fivePoint", Enrolment.FivePoint.Faults()).Faults;
}
