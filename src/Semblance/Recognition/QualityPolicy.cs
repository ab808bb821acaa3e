using Semblance.Options;

namespace Semblance.Recognition;

/// <summary>What can be wrong with a face.</summary>
internal enum QualityProblem
{
    /// <summary>It is too small.</summary>
    TooSmall,

    /// <summary>It is cut off by the photo's edge.</summary>
    CutOff,

    /// <summary>It is too dark.</summary>
    TooDark,

    /// <summary>It is too bright.</summary>
    TooBright,

    /// <summary>Its grey levels hardly differ.</summary>
    TooLittleContrast,

    /// <summary>It is out of focus or moved.</summary>
    Blurred,

    /// <summary>It is turned to a side.</summary>
    TurnedAside,

    /// <summary>It looks up or down.</summary>
    RaisedOrLowered,

    /// <summary>It lies on a side or stands on its head: see <see cref="Detection.UprightCheck"/>.</summary>
    NotUpright,
}

/// <summary>The least that a face must be like, for one way of measuring it (<see cref="FaceQuality"/>). A limit that is null is not asked for.</summary>
internal sealed record QualityLimits
{
    /// <summary>Least side of the face's square. 8 to 1000 pixels of the photo.</summary>
    public required float MinSide { get; init; }

    /// <summary>Least distance to the photo's edge as a share of the side; below 0 where so much may be cut off. -1 to 1.</summary>
    public required double MinMargin { get; init; }

    /// <summary>Least sharpness. 0 to 2.</summary>
    public required double MinSharpness { get; init; }

    /// <summary>Least mean grey level. 0 to 255.</summary>
    public required double MinBrightness { get; init; }

    /// <summary>Greatest mean grey level. Over <see cref="MinBrightness"/>, to 255.</summary>
    public required double MaxBrightness { get; init; }

    /// <summary>Least standard deviation of grey levels. 0 to 127.5.</summary>
    public required double MinContrast { get; init; }

    /// <summary>Least correlation with the mirror image, for faces without landmarks. -1 to 1.</summary>
    public double? MinSymmetry { get; init; }

    /// <summary>Most degrees turned aside, for faces with landmarks. 0 to 90.</summary>
    public double? MaxYaw { get; init; }

    /// <summary>Most degrees raised or lowered, for faces with landmarks. 0 to 90.</summary>
    public double? MaxPitch { get; init; }

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Number(MinSide, 8, 1000).Number(MinMargin, -1, 1).Number(MinSharpness, 0, 2).Number(MinBrightness, 0, 255).Number(MaxBrightness, 0, 255).Ordered(MinBrightness, MaxBrightness)
        .Number(MinContrast, 0, 127.5).Number(MinSymmetry ?? 0, -1, 1, nameof(MinSymmetry)).Number(MaxYaw ?? 0, 0, 90, nameof(MaxYaw)).Number(MaxPitch ?? 0, 0, 90, nameof(MaxPitch)).Faults;
}

/// <summary>
/// What a face must be like to be used. Limits keep out what cannot be recognised; no outcome promises that what they let in can be. Those of a pack are in
/// <see cref="QualityOptions"/>.
/// </summary>
internal sealed record QualityPolicy
{
    /// <summary>Limits for faces without landmarks.</summary>
    public required QualityLimits Box { get; init; }

    /// <summary>Limits for faces with landmarks.</summary>
    public required QualityLimits FivePoint { get; init; }

    /// <summary>What a person is told of <see cref="QualityProblem.NotUpright"/>.</summary>
    public const string NotUprightReason = "The face is not upright: turn the picture or the camera.";

    /// <summary>Why a face cannot be used, in sentences that a person can act on; empty when it can.</summary>
    public IReadOnlyList<string> Refuse(FaceQuality quality) => [.. Find(quality).Select(problem => Say(problem, quality.Pose is null ? Box : FivePoint))];

    /// <summary>Why a face is too small to be used, in a sentence, before anything else is measured of it; null where it is large enough.</summary>
    /// <exception cref="ArgumentException">Its landmarks fix no square.</exception>
    public string? RefuseSize(Face face)
    {
        ArgumentNullException.ThrowIfNull(face);
        var limits = face.Landmarks is null ? Box : FivePoint;
        return FaceQuality.SideOf(face) >= limits.MinSide ? null : Say(QualityProblem.TooSmall, limits);
    }

    /// <summary>What is wrong with a face; empty when it can be used.</summary>
    public IReadOnlyList<QualityProblem> Find(FaceQuality quality)
    {
        ArgumentNullException.ThrowIfNull(quality);
        var limits = quality.Pose is null ? Box : FivePoint;
        var problems = new List<QualityProblem>();
        // Written so that a measure that is not a number fails.
        Require(quality.Side >= limits.MinSide, QualityProblem.TooSmall);
        Require(quality.Margin >= limits.MinMargin, QualityProblem.CutOff);
        Require(quality.Brightness >= limits.MinBrightness, QualityProblem.TooDark);
        Require(quality.Brightness <= limits.MaxBrightness, QualityProblem.TooBright);
        Require(quality.Contrast >= limits.MinContrast, QualityProblem.TooLittleContrast);
        Require(quality.Sharpness >= limits.MinSharpness, QualityProblem.Blurred);
        Require(
            (limits.MinSymmetry is not { } symmetry || quality.Symmetry >= symmetry) && (limits.MaxYaw is not { } yaw || Math.Abs(quality.Pose!.Value.Yaw) <= yaw),
            QualityProblem.TurnedAside);
        Require(limits.MaxPitch is not { } pitch || Math.Abs(quality.Pose!.Value.Pitch) <= pitch, QualityProblem.RaisedOrLowered);
        return problems;

        void Require(bool holds, QualityProblem otherwise)
        {
            if (!holds)
                problems.Add(otherwise);
        }
    }

    private static string Say(QualityProblem problem, QualityLimits limits) => problem switch
    {
        QualityProblem.TooSmall => $"The face is less than {limits.MinSide} pixels wide: come closer, or use a larger photo.",
        QualityProblem.CutOff => "The face is cut off by the edge of the picture: move to the middle.",
        QualityProblem.TooDark => "The face is too dark: turn towards a light.",
        QualityProblem.TooBright => "The face is too bright: move out of the glare.",
        QualityProblem.TooLittleContrast => "The face has too little contrast: look for better light.",
        QualityProblem.Blurred => "The face is blurred: hold still, or wipe the lens.",
        QualityProblem.TurnedAside => "The face is turned aside: look straight at the camera.",
        QualityProblem.RaisedOrLowered => "The face looks up or down: hold the camera at eye level.",
        QualityProblem.NotUpright => NotUprightReason,
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
