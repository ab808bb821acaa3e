using Microsoft.ML.OnnxRuntime;
using Semblance.Imaging;
using Semblance.Networks;

namespace Semblance.Detection;

/// <summary>
/// Finds faces with five landmarks by a convolutional network whose every output cell may hold a face, in the output layout of YuNet
/// (Wu et al., Machine Intelligence Research 2023): for each stride 8, 16 and 32 a class score, an objectness, a box and landmarks.
/// Runs ONNX Runtime. A photo of any size is read: long sides are reduced to <see cref="GridOptions.MaxSide"/>, and what
/// is missing to a multiple of 32 is black. Faces that fill much of a photo are looked for in a copy reduced four times, because such
/// networks read faces badly that are larger than what they were trained on. Boxes and landmarks are in the photo's pixels and may
/// reach over its edge; the score is the geometric mean of class score and objectness, 0 to 1. One instance may serve several threads
/// at once.
/// </summary>
internal sealed class GridFaceDetector : IFaceDetector
{
    // Sides of faces in the network's pixels, with room for both passes to see the sizes between.
    private const float SmallestOfCopy = 64, LargestOfPhoto = 400;

    // Below this no face can be larger than what the network reads well.
    private const int LeastSideForCopy = 320;

    private static readonly NetworkShape s_shape = new([], GridDecoder.OutputNames, "so it is no detector of the kind grid", VariesInSize: true);

    private readonly OnnxNetwork _network;
    private readonly GridOptions _options;
    private readonly (int Width, int Height)? _fixedSize;

    /// <summary>Loads a network.</summary>
    /// <param name="model">The ONNX file's bytes: one input <c>1 x 3 x height x width</c>, outputs <c>cls_8</c> to <c>kps_32</c>.</param>
    /// <param name="options">How photos are given to it.</param>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had.</exception>
    /// <exception cref="InvalidDataException">The network has other inputs or outputs.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public GridFaceDetector(byte[] model, GridOptions? options = null, RuntimeOptions? runtime = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = Check(options ?? new GridOptions());
        _network = OnnxNetwork.Load(model, s_shape, runtime);
        try
        {
            _fixedSize = FixedSizeOf(_network.SizeOf(0));
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The network's outputs have another shape than a grid detector's.</exception>
    public IReadOnlyList<Face> Detect(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        float least = Math.Min(_options.MinScore, _options.UnsureScore ?? 1);
        var scaled = Reduce(photo);
        var found = new List<Face>();
        using (var planes = InputPlanes.Of(scaled, _options, _fixedSize))
        {
            bool copy = _fixedSize is null && Math.Max(scaled.Width, scaled.Height) > LeastSideForCopy;
            var (scaleX, scaleY) = ((float)photo.Width / scaled.Width, (float)photo.Height / scaled.Height);
            Run(planes, new GridDecoder(least, 0, copy ? LargestOfPhoto : float.MaxValue, scaleX, scaleY), found);
            if (copy)
            {
                using var reduced = planes.Reduce();
                Run(reduced, new GridDecoder(least, SmallestOfCopy, float.MaxValue, scaleX * InputPlanes.Reduction, scaleY * InputPlanes.Reduction), found);
            }
        }
        found.Sort((a, b) => b.Score.CompareTo(a.Score));
        var distinct = FaceSelection.Distinct(found);
        IReadOnlyList<Face> sure = [.. distinct.TakeWhile(face => face.Score >= _options.MinScore)];
        return sure.Count > 0 ? sure : distinct;
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => _network.Dispose();

    private static GridOptions Check(GridOptions options)
    {
        if (options.Channels is not ("rgb" or "bgr"))
            throw new ArgumentException($"There is no channel order \"{options.Channels}\"; rgb and bgr exist.", nameof(options));
        if (options.MinScore is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.MinScore, "MinScore lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSide, GridDecoder.LargestStride, nameof(options));
        return options;
    }

    // A network exported for one size takes photos that are reduced to fit into it.
    private static (int, int)? FixedSizeOf(IReadOnlyList<int> input)
    {
        if (input is not [1 or < 0, 3, var height, var width])
            throw new InvalidDataException($"its input is {string.Join(" x ", input)}, not 1 x 3 x height x width.");
        if (height < 0 || width < 0)
            return null;
        if (height % GridDecoder.LargestStride != 0 || width % GridDecoder.LargestStride != 0)
            throw new InvalidDataException($"its input of {width} x {height} pixels is no multiple of {GridDecoder.LargestStride}.");
        return (width, height);
    }

    private Photo Reduce(Photo photo)
    {
        var (width, height) = _fixedSize ?? (_options.MaxSide, _options.MaxSide);
        double scale = Math.Min((double)width / photo.Width, (double)height / photo.Height);
        return scale >= 1 ? photo : photo.Resize(Side(photo.Width, scale, width), Side(photo.Height, scale, height));
    }

    private static int Side(int side, double scale, int most) => Math.Clamp((int)Math.Round(side * scale), 1, most);

    private void Run(InputPlanes planes, GridDecoder decoder, List<Face> found)
    {
        using var outputs = _network.Run(planes.Numbers, [1, 3, planes.Height, planes.Width]);
        decoder.Decode(outputs, planes.Width, planes.Height, found);
    }
}
