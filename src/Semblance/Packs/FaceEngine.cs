using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Packs;

/// <summary>
/// A pack that runs: its detector and embedder, owned here. What it creates is valid until it is disposed, and as thread-safe as
/// they are: with the networks of a pack, one engine serves several threads.
/// </summary>
public sealed class FaceEngine : IDisposable
{
    private const double SwapFmr = 0.01;

    internal FaceEngine(ModelPack pack, IFaceDetector detector, IFaceEmbedder embedder, UprightCheck? upright) =>
        (Pack, Detector, Embedder, Upright) = (pack, detector, embedder, upright);

    /// <summary>The pack that runs.</summary>
    public ModelPack Pack { get; }

    /// <summary>Finds faces.</summary>
    public IFaceDetector Detector { get; }

    /// <summary>Makes embeddings.</summary>
    public IFaceEmbedder Embedder { get; }

    /// <summary>Says whether faces and photos stand upright; null where the pack's detector is OpenCV's, which finds upright faces only.</summary>
    public UprightCheck? Upright { get; }

    /// <summary>
    /// The score from which two neighbouring frames show one person. It only has to see a swap, and turned heads are less alike: it is laxer than any threshold of recognition.
    /// </summary>
    /// <exception cref="PackException">The pack has no calibration.</exception>
    public double SamePersonFrom => Pack.ThresholdFor(Pack.Manifest.Thresholds.Any(threshold => threshold.Fmr <= SwapFmr) ? SwapFmr : null).Score;

    /// <summary>The chain from photo to embedding.</summary>
    /// <param name="policy">How good a face must be.</param>
    public FacePipeline CreatePipeline(QualityPolicy policy) => new(Detector, Pack.CreateAligner(), Embedder, policy, Upright);

    /// <summary>Answers 1:1 questions at the pack's threshold for a false match rate.</summary>
    /// <param name="fmr">A rate over 0 and below 1; null: the pack's default threshold.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    public FaceVerifier CreateVerifier(double? fmr = null) => new(CreatePipeline(QualityPolicy.Verification), Pack.Comparator, Pack.ThresholdFor(fmr), Pack.Evidence);

    /// <summary>Says whether a live person is before the camera, by the pack's own spoof network or another's. The caller disposes it.</summary>
    /// <param name="tracker">Makes what follows points from frame to frame (Semblance.OpenCv's LucasKanadeTracker); null: motion is judged by the landmarks alone.</param>
    /// <param name="texture">A spoof network to use instead of the pack's own; taken over.</param>
    /// <exception cref="PackException">There is no spoof network, it cannot be run, or the pack's detector gives no landmarks.</exception>
    public LivenessEngine CreateLiveness(Func<IPointTracker>? tracker = null, SpoofNetwork? texture = null)
    {
        if (Pack.Manifest.Detector is HaarDetectorEntry)
            throw new PackException($"The pack {Pack.Manifest.Name} finds faces without landmarks, so it cannot be checked whether they are live.");
        return new LivenessEngine(texture ?? Pack.CreateSpoofNetwork(), Pack.Comparator, SamePersonFrom, tracker);
    }

    /// <summary>Turns a photo upright by the faces in it; photos of cameras and clips are turned by the session that follows them.</summary>
    /// <param name="photo">A photo as it was decoded.</param>
    /// <returns>The photo that is to be looked at, and how it was turned. One that shows no face, or none that tells, comes back as it is.</returns>
    public UprightPhoto TurnUpright(Photo photo) => Upright?.TurnUpright(photo) ?? new UprightPhoto(photo, Turn.Unknown);

    /// <summary>Frees all networks.</summary>
    public void Dispose()
    {
        Upright?.Dispose();
        Embedder.Dispose();
        Detector.Dispose();
    }
}
