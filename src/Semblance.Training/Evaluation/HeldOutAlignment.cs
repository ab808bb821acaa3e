using System.Globalization;

namespace Semblance.Training.Evaluation;

/// <summary>How held-out faces, which another detector aligned, are brought before a network that is calibrated on them.</summary>
/// <param name="InWords">For the record in the pack.</param>
/// <param name="Align">The aligned face; null where there is none to be had: it is left out.</param>
internal sealed record HeldOutAlignment(string InWords, Func<HeldOutFace, Photo?> Align)
{
    /// <summary>As the collection has them, with landmarks that err by chance; see <see cref="HeldOutFace.Aligned(double)"/>.</summary>
    /// <param name="error">Standard deviation in pixels of the template; 0 for none.</param>
    public static HeldOutAlignment Stored(double error = 0) => new(
        error == 0 ? "aligned by the collection" : string.Create(CultureInfo.InvariantCulture, $"aligned by the collection, landmarks moved by {error:0.##} pixels"),
        face => face.Aligned(error));

    /// <summary>Found and aligned anew; see <see cref="HeldOutFace.Found"/>.</summary>
    public static HeldOutAlignment By(IFaceDetector detector) => new("found and aligned by the pack's own detector", face => face.Found(detector));
}
