namespace Semblance.Recognition;

/// <summary>What can be wrong with a face.</summary>
public enum QualityProblem
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

/// <summary>The least that a face must be like, for one way of measuring it. A limit that is null is not asked for.</summary>
/// <param name="MinSide">Least side of the face's square in pixels.</param>
/// <param name="MinMargin">Least distance to the photo's edge as a share of the side.</param>
/// <param name="MinSharpness">Least sharpness.</param>
/// <param name="MinBrightness">Least mean grey level.</param>
/// <param name="MaxBrightness">Greatest mean grey level.</param>
/// <param name="MinContrast">Least standard deviation of grey levels.</param>
/// <param name="MinSymmetry">Least correlation with the mirror image, for faces without landmarks.</param>
/// <param name="MaxYaw">Most degrees turned aside, for faces with landmarks.</param>
/// <param name="MaxPitch">Most degrees raised or lowered, for faces with landmarks.</param>
public sealed record QualityLimits(
    float MinSide, double MinMargin, double MinSharpness, double MinBrightness, double MaxBrightness, double MinContrast,
    double? MinSymmetry = null, double? MaxYaw = null, double? MaxPitch = null);

/// <summary>
/// What a face must be like to be used. The limits of the two presets stand where a published network begins to fail: they keep out
/// what cannot be recognised; no outcome promises that what they let in can be. What each measure does to FNMR stands in docs/accuracy.md.
/// <para>
/// With landmarks, from 1,000 photos of LFW and copies of a hundred of them made small, blurred, dark, bright, flat, noisy and cut, and from
/// 1,375 faces of CFP, frontal and in profile; FNMR at an FMR of 0.1 % is 0.09 on the unchanged pairs:
/// </para>
/// <list type="bullet">
/// <item>Side: FNMR is 0.15 at 45 pixels, 0.30 at 33, 0.88 at 24. Sharpness: 99 % of LFW lie over 0.28; FNMR is 0.24 at 0.26, 0.70 at 0.20;
/// noise of 20 grey levels moves its median by 0.01.</item>
/// <item>Light: FNMR is 0.26 at a mean of 27, 0.9 at 14; 0.24 at 214, 0.47 at 236. Contrast: 0.16 at 15, 0.64 at 7.</item>
/// <item>Pose: 0.04 up to 20 degrees of yaw, 0.7 for profiles that measure over 40. 98 % of LFW lie within 25 degrees of pitch.</item>
/// <item>Margin: 0.17 while the face is whole, 0.25 where up to a twentieth of the side is missing, 0.33 up to a tenth, 0.4 beyond.</item>
/// </list>
/// <para>
/// Without landmarks, from the AT&amp;T faces (400), frontal and profile faces of CFP (600 each), both also blurred on purpose, and eleven short
/// clips of people before a camera:
/// </para>
/// <list type="bullet">
/// <item>Sharpness: 98 % of AT&amp;T lie over 0.06, of CFP frontal over 0.07; a Gaussian blur of 1.5 pixels on 120 brings CFP to 0.02,
/// of 3 pixels under 0.01. Enrolment asks for 0.03, verification for 0.012.</item>
/// <item>Symmetry: 90 % of CFP frontal lie over 0.56, 98 % over 0.40; profiles have the median 0.38 and reach 0.56 in one case of ten.
/// Enrolment asks for 0.5. Verification asks for 0.15 and so refuses the most turned tenth of profiles only.</item>
/// <item>Light: centres of good faces have mean levels 64 to 182 and deviations from 15; the limits leave room on both sides.</item>
/// </list>
/// </summary>
/// <param name="Box">Limits for faces without landmarks.</param>
/// <param name="FivePoint">Limits for faces with landmarks.</param>
public sealed record QualityPolicy(QualityLimits Box, QualityLimits FivePoint)
{
    /// <summary>For recognising: wide limits, since a person in a hurry looks as they look.</summary>
    public static QualityPolicy Verification { get; } = new(
        Box: new(48, 0, 0.012, 30, 225, 6, MinSymmetry: 0.15),
        FivePoint: new(36, -0.05, 0.22, 25, 225, 7, MaxYaw: 45, MaxPitch: 35));

    /// <summary>For enrolling: strict limits, since every later comparison rests on these photos.</summary>
    public static QualityPolicy Enrolment { get; } = new(
        Box: new(64, 0, 0.03, 50, 205, 12, MinSymmetry: 0.5),
        FivePoint: new(64, 0, 0.28, 50, 205, 12, MaxYaw: 25, MaxPitch: 20));

    /// <summary>What a person is told of <see cref="QualityProblem.NotUpright"/>.</summary>
    public const string NotUprightReason = "The face is not upright: turn the picture or the camera.";

    /// <summary>Why a face cannot be used, in sentences that a person can act on; empty when it can.</summary>
    public IReadOnlyList<string> Refuse(FaceQuality quality) => [.. Find(quality).Select(problem => Say(problem, quality.Pose is null ? Box : FivePoint))];

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
