using Semblance.Recognition;

namespace Semblance;

/// <summary>
/// What can be measured of a face before it is recognised. With landmarks it is measured on the aligned square (112 x 112, the five-point
/// template), without them on the box brought to 96 x 96 grey levels; the numbers of the two kinds are not to be compared.
/// </summary>
/// <param name="Side">Side of the square in pixels of the photo: of the aligned square, or the shorter side of the box.</param>
/// <param name="Margin">
/// Distance from the face to the photo's nearest edge as a share of <paramref name="Side"/>; negative where it reaches over it. With landmarks the face is the oval
/// of brows, cheeks and chin, without them the box.
/// </param>
/// <param name="Sharpness">
/// High is sharp; neither kind changes with contrast. With landmarks: energy of the face's finest details over that of its coarse ones
/// (docs/accuracy-video.md says what to expect). Without: variance of the Laplacian (Pech-Pacheco et al. 2000) over the
/// variance of the grey levels.
/// </param>
/// <param name="Brightness">Mean grey level of the inner face, 0 (black) to 255 (white).</param>
/// <param name="Contrast">Standard deviation of its grey levels, 0 to 127.5.</param>
/// <param name="Symmetry">Without landmarks: correlation of the inner face's detail with its mirror image, -1 to 1, low for a face that is turned aside. Null with landmarks.</param>
/// <param name="Pose">With landmarks: where the head points. Null without.</param>
public sealed record FaceQuality(
    float Side, double Margin, double Sharpness, double Brightness, double Contrast, double? Symmetry = null, HeadPose? Pose = null)
{
    /// <summary>
    /// Orders faces of one person for enrolment, 0 (worst) to 1: the product of frontality, sharpness and size, where sharpness beyond
    /// what any good photo has and sides beyond 160 pixels add nothing. A rule of thumb, no probability. Faces with landmarks are not to
    /// be compared with faces without.
    /// </summary>
    public double Rank() => Pose is { } pose
        ? Math.Exp(-(pose.Yaw * pose.Yaw + pose.Pitch * pose.Pitch) / (2 * 25 * 25)) * Math.Min(1, Sharpness / FivePointQuality.Sharp) * Math.Min(1, Side / 160)
        : Math.Max(0, Symmetry ?? 0) * Math.Min(1, Sharpness / 0.15) * Math.Min(1, Side / 160);

    /// <summary>The <see cref="Side"/> of a face, which needs no pixels.</summary>
    /// <exception cref="ArgumentException">Its landmarks fix no square.</exception>
    public static float SideOf(Face face)
    {
        ArgumentNullException.ThrowIfNull(face);
        return face.Landmarks is null ? face.Box.ShorterSide : (float)(FivePointAligner.Side * FivePointAligner.TransformOf(face).Inverse().Scale);
    }

    /// <summary>Measures a face in its photo; where it was aligned already, <see cref="IFaceAligner.Measure"/> does so without aligning it again.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="face">The face; its landmarks are used where it has them.</param>
    public static FaceQuality Measure(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        return face.Landmarks is not null
            ? FivePointQuality.Measure(photo, face, new FivePointAligner().Align(photo, face))
            : BoxQuality.Measure(photo, face);
    }
}
