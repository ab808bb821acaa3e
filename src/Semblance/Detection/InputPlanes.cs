using System.Buffers;
using System.Numerics.Tensors;

namespace Semblance.Detection;

/// <summary>The numbers that a detector takes: three planes, a photo in their top left, black where it ends. The memory is lent; disposing gives it back.</summary>
internal readonly struct InputPlanes : IDisposable
{
    /// <summary>How many times smaller <see cref="Reduce"/> makes each side.</summary>
    public const int Reduction = 4;

    private readonly float[] _numbers;
    private readonly float _black;

    private InputPlanes(int width, int height, float black)
    {
        (Width, Height, _black) = (width, height, black);
        _numbers = ArrayPool<float>.Shared.Rent(3 * width * height);
    }

    /// <summary>Width of a plane, a multiple of 32.</summary>
    public int Width { get; }

    /// <summary>Height of a plane, a multiple of 32.</summary>
    public int Height { get; }

    /// <summary><c>3 x Height x Width</c> numbers.</summary>
    public Memory<float> Numbers => _numbers.AsMemory(0, 3 * Width * Height);

    /// <summary>Lays a photo out.</summary>
    /// <param name="photo">At most as large as <paramref name="size"/>.</param>
    /// <param name="options">Channel order, mean and scale.</param>
    /// <param name="size">The network's only size; null: the photo's, rounded up to multiples of 32.</param>
    public static InputPlanes Of(Photo photo, GridOptions options, (int Width, int Height)? size)
    {
        var (width, height) = size ?? (RoundUp(photo.Width), RoundUp(photo.Height));
        var planes = new InputPlanes(width, height, (0 - options.Mean) * options.Scale);
        var numbers = planes.Numbers.Span;
        if (width != photo.Width || height != photo.Height)
            numbers.Fill(planes._black);
        int plane = width * height;
        var (red, blue) = options.Channels == "rgb" ? (0, 2) : (2, 0);
        float mean = options.Mean, scale = options.Scale;
        for (int y = 0; y < photo.Height; y++)
        {
            var row = photo.Rgb.Slice(3 * y * photo.Width, 3 * photo.Width);
            var reds = numbers.Slice(red * plane + y * width, photo.Width);
            var greens = numbers.Slice(plane + y * width, photo.Width);
            var blues = numbers.Slice(blue * plane + y * width, photo.Width);
            for (int x = 0; x < reds.Length; x++)
            {
                reds[x] = (row[3 * x] - mean) * scale;
                greens[x] = (row[3 * x + 1] - mean) * scale;
                blues[x] = (row[3 * x + 2] - mean) * scale;
            }
        }
        return planes;
    }

    /// <summary>A copy whose every pixel is the mean of <see cref="Reduction"/> x <see cref="Reduction"/> of these.</summary>
    public InputPlanes Reduce()
    {
        int width = Width / Reduction, height = Height / Reduction;
        var copy = new InputPlanes(RoundUp(width), RoundUp(height), _black);
        var target = copy.Numbers.Span;
        target.Fill(_black);
        Span<float> sums = Width <= 4096 ? stackalloc float[Width] : new float[Width];
        for (int row = 0; row < 3 * height; row++)
        {
            // Planes follow one another without a gap, so rows of all three are counted through.
            var source = Numbers.Span.Slice(row * Reduction * Width, Reduction * Width);
            source[..Width].CopyTo(sums);
            for (int i = 1; i < Reduction; i++)
                TensorPrimitives.Add(sums, source.Slice(i * Width, Width), sums);
            var line = target.Slice((row / height * copy.Height + row % height) * copy.Width, width);
            for (int x = 0; x < width; x++)
                line[x] = (sums[4 * x] + sums[4 * x + 1] + sums[4 * x + 2] + sums[4 * x + 3]) / (Reduction * Reduction);
        }
        return copy;
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_numbers);

    private static int RoundUp(int side) => (side + GridDecoder.LargestStride - 1) / GridDecoder.LargestStride * GridDecoder.LargestStride;
}
