using Microsoft.ML.OnnxRuntime;
using Semblance.Imaging;
using Semblance.Networks;

namespace Semblance.Recognition;

/// <summary>
/// Moves a face's landmarks to where they really stand: the face is aligned by the landmarks it has, a small network says where the five
/// points are in the aligned face, and they are taken back to the photo; then once more with the better ones. Runs ONNX Runtime,
/// 0.2 ms or so a look. One instance may serve several threads.
/// </summary>
internal sealed class LandmarkRefiner : IDisposable
{
    /// <summary>The network's output: <c>N x 10</c>, x and y of each landmark in the pixels of the aligned face.</summary>
    public const string OutputName = "landmarks";

    private const int Looks = 2;

    private static readonly FivePointAligner s_aligner = new();
    private static readonly NetworkShape s_shape = new([], [OutputName], "so it does not refine landmarks");

    private readonly OnnxNetwork _network;

    /// <summary>Loads a network.</summary>
    /// <param name="model">The ONNX file's bytes: one input <c>N x 3 x 112 x 112</c>, red, green, blue with levels 0..255.</param>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had.</exception>
    /// <exception cref="InvalidDataException">The network has no such output.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public LandmarkRefiner(byte[] model, RuntimeOptions? runtime = null) => _network = OnnxNetwork.Load(model, s_shape, runtime);

    /// <summary>The face with better landmarks; box and score stay.</summary>
    /// <exception cref="ArgumentException">The face has no landmarks.</exception>
    public Face Refine(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        for (int look = 0; look < Looks; look++)
            face = face with { Landmarks = Look(photo, face) };
        return face;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private Landmarks Look(Photo photo, Face face)
    {
        var back = FivePointAligner.TransformOf(face).Inverse();
        using var outputs = _network.Run(s_aligner.Align(photo, face).ToPlanes(), [1, 3, FivePointAligner.Side, FivePointAligner.Side]);
        var numbers = outputs[0];
        Span<Point> points = stackalloc Point[5];
        for (int k = 0; k < points.Length; k++)
        {
            var (x, y) = back.Apply(numbers[2 * k], numbers[2 * k + 1]);
            points[k] = new Point((float)x, (float)y);
        }
        return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
    }
}

/// <summary>
/// A detector whose landmarks are refined. Owns both; one instance may serve as many threads as the detector does. Faces with less than
/// a quarter of the largest one's area keep the detector's landmarks: in a crowd, they would cost more than all the rest.
/// </summary>
/// <param name="detector">Finds faces with landmarks.</param>
/// <param name="refiner">Refines them.</param>
internal sealed class RefinedFaceDetector(IFaceDetector detector, LandmarkRefiner refiner) : IFaceDetector
{
    private const float SmallestShare = 0.25f;

    /// <inheritdoc/>
    /// <remarks>Faces keep the detector's order and number; boxes and scores are the detector's.</remarks>
    public IReadOnlyList<Face> Detect(Photo photo)
    {
        var faces = detector.Detect(photo);
        float least = faces.Count == 0 ? 0 : SmallestShare * faces.Max(face => face.Box.Area);
        return [.. faces.Select(face => face.Box.Area >= least ? refiner.Refine(photo, face) : face)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        detector.Dispose();
        refiner.Dispose();
    }
}
