using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>
/// From a photo to what can be compared: detection, size, alignment, quality, embedding. Every surface reads faces through it. It does
/// not own the detector and the embedder, and is as thread-safe as they are.
/// </summary>
public sealed class FacePipeline
{
    private readonly IFaceDetector _detector;
    private readonly IFaceAligner _aligner;
    private readonly IFaceEmbedder _embedder;
    private readonly QualityPolicy _policy;

    /// <summary>Puts the pieces together.</summary>
    public FacePipeline(IFaceDetector detector, IFaceAligner aligner, IFaceEmbedder embedder, QualityPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(aligner);
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(policy);
        (_detector, _aligner, _embedder, _policy) = (detector, aligner, embedder, policy);
    }

    /// <summary>The id that its embeddings carry.</summary>
    public string ModelId => _embedder.ModelId;

    /// <summary>Reads the one person before the camera, by the rule of <see cref="FaceSelection.Largest"/>.</summary>
    public FaceReading ReadMain(Photo photo) => FaceSelection.Largest(_detector.Detect(photo)) switch
    {
        FaceSelection.Main main => Read(photo, main.Face),
        FaceSelection.Several several => new FaceReading.Unusable(
            Outcome.SeveralFaces, ["Several faces of like size are in the picture: one person at a time."], several.Faces),
        _ => new FaceReading.Unusable(Outcome.NoFace, ["No face was found: look at the camera, in good light."], []),
    };

    /// <summary>Reads every face in a photo for itself, in the detector's order.</summary>
    public IReadOnlyList<(Face Face, FaceReading Reading)> ReadAll(Photo photo) =>
        [.. FaceSelection.Distinct(_detector.Detect(photo)).Select(face => (face, Read(photo, face)))];

    /// <summary>Reads a face that was found before.</summary>
    public FaceReading Read(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        if (_policy.RefuseSize(face) is { } tooSmall)
            return new FaceReading.Unusable(Outcome.PoorQuality, [tooSmall], [face]) { Problems = [QualityProblem.TooSmall] };
        var aligned = _aligner.Align(photo, face);
        var quality = _aligner.Measure(photo, face, aligned);
        var reasons = _policy.Refuse(quality);
        if (reasons.Count > 0)
            return new FaceReading.Unusable(Outcome.PoorQuality, reasons, [face]) { Problems = _policy.Find(quality) };
        return new FaceReading.Usable(face, aligned, quality, _embedder.Embed(aligned));
    }
}
