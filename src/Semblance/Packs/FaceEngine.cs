using Semblance.Detection;
using Semblance.Liveness;
using Semblance.Networks;
using Semblance.Recognition;

namespace Semblance.Packs;

/// <summary>
/// A pack that runs: its detector and embedder, owned here. What it creates is valid until it is disposed, and as thread-safe as
/// both: with the networks of a pack, one engine serves several threads.
/// </summary>
public sealed class FaceEngine : IDisposable
{
    private const double SwapFmr = 0.01;

    internal FaceEngine(ModelPack pack, IFaceDetector detector, IFaceEmbedder embedder, RuntimeOptions? runtime) =>
        (Pack, Detector, Embedder, Runtime) = (pack, detector, embedder, runtime ?? RuntimeOptions.Default);

    /// <summary>The pack that runs.</summary>
    public ModelPack Pack { get; }

    /// <summary>Finds faces.</summary>
    public IFaceDetector Detector { get; }

    /// <summary>Makes embeddings.</summary>
    public IFaceEmbedder Embedder { get; }

    /// <summary>How its networks are run, those that are started later among them.</summary>
    public RuntimeOptions Runtime { get; }

    /// <summary>
    /// The score from which two neighbouring frames show one person. It only has to see a swap, and turned heads are less alike: it is laxer than any threshold of recognition.
    /// </summary>
    /// <exception cref="PackException">The pack has no calibration.</exception>
    public double SamePersonFrom => Pack.ThresholdFor(Pack.Manifest.Thresholds.Any(threshold => threshold.Fmr <= SwapFmr) ? SwapFmr : null).Score;

    /// <summary>The chain from photo to embedding.</summary>
    /// <param name="policy">How good a face must be: of the pack's <see cref="ModelPack.Quality"/>, for verification or enrolment.</param>
    public FacePipeline CreatePipeline(QualityPolicy policy) => new(Detector, Pack.CreateAligner(), Embedder, policy);

    /// <summary>Answers 1:1 questions at the pack's threshold for a false match rate.</summary>
    /// <param name="fmr">A rate over 0 and below 1; null: the pack's default threshold.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    public FaceVerifier CreateVerifier(double? fmr = null) => new(CreatePipeline(Pack.Quality.Verification), Pack.Comparator, Pack.ThresholdFor(fmr), Pack.Evidence);

    /// <summary>Says whether a live person is before the camera, by the pack's own spoof network or another's. The caller disposes it.</summary>
    /// <param name="tracker">Makes what follows points from frame to frame (Semblance.OpenCv's LucasKanadeTracker); null: motion is judged by the landmarks alone.</param>
    /// <param name="texture">A spoof network to use instead of the pack's own; taken over.</param>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had.</exception>
    /// <exception cref="PackException">There is no spoof network, it cannot be run, or the pack's detector gives no landmarks.</exception>
    public LivenessEngine CreateLiveness(Func<IPointTracker>? tracker = null, SpoofNetwork? texture = null)
    {
        if (Pack.Manifest.Detector is HaarDetectorEntry)
            throw new PackException($"The pack {Pack.Manifest.Name} finds faces without landmarks, so it cannot be checked whether they are live.");
        return new LivenessEngine(texture ?? Pack.CreateSpoofNetwork(Runtime), Pack.Comparator, SamePersonFrom, tracker, Pack.Liveness);
    }

    /// <summary>Frees both networks.</summary>
    public void Dispose()
    {
        Embedder.Dispose();
        Detector.Dispose();
    }
}
