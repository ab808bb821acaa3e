using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>
/// From a photo to what can be compared: detection, size, alignment, quality, embedding. Every surface reads faces through it. It does
/// not own its pieces, and is as thread-safe as they are.
/// </summary>
internal sealed class FacePipeline
{
    // Mean levels of a picture without a face, from which on its light is the likelier reason.
    private const double Black = 6, Dark = 40, White = 245;

    private readonly IFaceDetector _detector;
    private readonly IFaceAligner _aligner;
    private readonly IFaceEmbedder _embedder;
    private readonly QualityPolicy _policy;
    private readonly UprightCheck? _upright;
    private readonly HeadOptions _heads;

    /// <summary>Puts the pieces together.</summary>
    /// <param name="detector">Finds faces.</param>
    /// <param name="aligner">Aligns them.</param>
    /// <param name="embedder">Makes embeddings.</param>
    /// <param name="policy">How good a face must be.</param>
    /// <param name="upright">Refuses faces that do not stand upright; null for a detector that finds no others.</param>
    /// <param name="heads">Which boxes are not a face of their own; null: the defaults.</param>
    public FacePipeline(IFaceDetector detector, IFaceAligner aligner, IFaceEmbedder embedder, QualityPolicy policy, UprightCheck? upright = null, HeadOptions? heads = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(aligner);
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(policy);
        (_detector, _aligner, _embedder, _policy, _upright, _heads) = (detector, aligner, embedder, policy, upright, heads ?? new HeadOptions());
    }

    /// <summary>The id that its embeddings carry.</summary>
    public string ModelId => _embedder.ModelId;

    /// <summary>Reads the one person before the camera, by the rule of <see cref="FaceSelection.Largest"/>.</summary>
    public FaceReading ReadMain(Photo photo) => FaceSelection.Largest(_detector.Detect(photo), _heads) switch
    {
        FaceSelection.Main main => Read(photo, main.Face),
        FaceSelection.Several several => new FaceReading.Unusable(
            Outcome.SeveralFaces, ["Several faces of like size are in the picture: one person at a time."], several.Faces),
        _ => new FaceReading.Unusable(Outcome.NoFace, [NoFaceReason(photo)], []),
    };

    /// <summary>
    /// Reads the one person of a photo that somebody brings: such photos may lie on a side or stand on their head, so they are turned upright first. Faces of the
    /// reading stand in the turned photo.
    /// </summary>
    public FaceReading ReadPhoto(Photo photo) => ReadMain(_upright is null ? photo : _upright.TurnUpright(photo).Photo);

    /// <summary>Reads every face in a photo for itself, in the detector's order.</summary>
    public IReadOnlyList<(Face Face, FaceReading Reading)> ReadAll(Photo photo) =>
        [.. FaceSelection.OnePerHead(_detector.Detect(photo), _heads).Select(face => (face, Read(photo, face)))];

    /// <summary>Reads a face that was found before.</summary>
    public FaceReading Read(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        if (_policy.RefuseSize(face) is { } tooSmall)
            return new FaceReading.Unusable(Outcome.PoorQuality, [tooSmall], [face]) { Problems = [QualityProblem.TooSmall] };
        var aligned = _aligner.Align(photo, face);
        var quality = _aligner.Measure(photo, face, aligned);
        var problems = _policy.Find(quality);
        if (problems.Count > 0)
        {
            bool isOnlyTurned = problems.All(problem => problem is QualityProblem.TurnedAside or QualityProblem.RaisedOrLowered);
            return new FaceReading.Unusable(Outcome.PoorQuality, _policy.Refuse(quality), [face]) { Problems = problems, Turned = isOnlyTurned ? _embedder.Embed(aligned) : null };
        }
        if (_upright is { } upright && upright.Find(photo, face) != Turn.None)
            return NotUpright(face);
        return new FaceReading.Usable(face, aligned, quality, _embedder.Embed(aligned));
    }

    private static string NoFaceReason(Photo photo) => PictureLight.Of(photo).Level switch
    {
        < Black => "The picture is black: is the camera covered, or off?",
        < Dark => "No face was found, and the picture is dark: turn on a light.",
        > White => "No face was found, and the picture is white: turn the camera or yourself away from the light.",
        _ => "No face was found: look at the camera, in good light.",
    };

    /// <summary>A face that does not stand upright: it is never compared.</summary>
    internal static FaceReading.Unusable NotUpright(Face face) => new(Outcome.PoorQuality, [QualityPolicy.NotUprightReason], [face]) { Problems = [QualityProblem.NotUpright] };
}
