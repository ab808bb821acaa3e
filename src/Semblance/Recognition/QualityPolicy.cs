namespace Semblance.Recognition;

/// <summary>
/// What a face must be like to be used. The limits of the two presets rest on the AT&amp;T faces (400), frontal and profile faces of
/// CFP (600 each), both also blurred on purpose, and eleven short clips of people before a camera:
/// <list type="bullet">
/// <item>Sharpness: 98 % of AT&amp;T lie over 0.06, of CFP frontal over 0.07; a Gaussian blur of 1.5 pixels on 120 brings CFP to 0.02,
/// of 3 pixels under 0.01. Enrolment asks for 0.03, verification for 0.012.</item>
/// <item>Symmetry: 90 % of CFP frontal lie over 0.56, 98 % over 0.40; profiles have the median 0.38 and reach 0.56 in one case of ten.
/// Enrolment asks for 0.5. Verification asks for 0.15 and so refuses the most turned tenth of profiles only.</item>
/// <item>Light: centres of good faces have mean levels 64 to 182 and deviations from 15; the limits leave room on both sides.</item>
/// </list>
/// They keep out what cannot be recognised; no outcome promises that what they let in can be.
/// </summary>
/// <param name="MinSide">Least side of the face's box in pixels.</param>
/// <param name="MinMargin">Least distance to the photo's edge as a share of the side.</param>
/// <param name="MinSharpness">Least sharpness.</param>
/// <param name="MinBrightness">Least mean grey level.</param>
/// <param name="MaxBrightness">Greatest mean grey level.</param>
/// <param name="MinContrast">Least standard deviation of grey levels.</param>
/// <param name="MinSymmetry">Least correlation with the mirror image.</param>
public sealed record QualityPolicy(
    float MinSide, double MinMargin, double MinSharpness, double MinBrightness, double MaxBrightness, double MinContrast, double MinSymmetry)
{
    /// <summary>For recognising: wide limits, since a person in a hurry looks as they look.</summary>
    public static QualityPolicy Verification { get; } = new(48, 0, 0.012, 30, 225, 6, 0.15);

    /// <summary>For enrolling: strict limits, since every later comparison rests on these photos.</summary>
    public static QualityPolicy Enrolment { get; } = new(64, 0, 0.03, 50, 205, 12, 0.5);

    /// <summary>Why a face cannot be used, in sentences that a person can act on; empty when it can.</summary>
    public IReadOnlyList<string> Refuse(FaceQuality quality)
    {
        ArgumentNullException.ThrowIfNull(quality);
        var reasons = new List<string>();
        // Written so that a measure that is not a number fails.
        Require(quality.Side >= MinSide, $"The face is less than {MinSide} pixels wide: come closer, or use a larger photo.");
        Require(quality.Margin >= MinMargin, "The face is cut off by the edge of the picture: move to the middle.");
        Require(quality.Brightness >= MinBrightness, "The face is too dark: turn towards a light.");
        Require(quality.Brightness <= MaxBrightness, "The face is too bright: move out of the glare.");
        Require(quality.Contrast >= MinContrast, "The face has too little contrast: look for better light.");
        Require(quality.Sharpness >= MinSharpness, "The face is blurred: hold still, or wipe the lens.");
        Require(quality.Symmetry >= MinSymmetry, "The face is turned aside: look straight at the camera.");
        return reasons;

        void Require(bool holds, string otherwise)
        {
            if (!holds)
                reasons.Add(otherwise);
        }
    }
}
