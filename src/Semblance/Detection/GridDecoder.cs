using Semblance.Networks;

namespace Semblance.Detection;

/// <summary>
/// From a grid detector's outputs to faces. For a cell (c, r) of stride s: score = sqrt(cls obj), box centre = ((c, r) + delta) s,
/// box size = exp(delta) s, landmark = ((c, r) + delta) s.
/// </summary>
/// <param name="MinScore">Faces of a lower score are left out.</param>
/// <param name="MinSide">So are faces whose shorter side has fewer network pixels.</param>
/// <param name="MaxSide">So are faces whose shorter side has more network pixels.</param>
/// <param name="ScaleX">Photo pixels per network pixel, horizontally.</param>
/// <param name="ScaleY">The same vertically.</param>
internal readonly record struct GridDecoder(float MinScore, float MinSide, float MaxSide, float ScaleX, float ScaleY)
{
    public const int LargestStride = 32;

    private const int Points = 5;
    private static readonly int[] s_strides = [8, 16, LargestStride];
    private static readonly (string Name, int Numbers)[] s_parts = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 2 * Points)];

    /// <summary>The outputs in the order that <see cref="Decode"/> takes them: cls, obj, bbox, kps of stride 8, then of 16 and 32.</summary>
    public static IReadOnlyList<string> OutputNames { get; } = [.. s_strides.SelectMany(stride => s_parts.Select(part => $"{part.Name}_{stride}"))];

    /// <summary>Adds every cell's face, in photo pixels; the same face is found by many cells.</summary>
    /// <param name="outputs">The network's outputs, as <see cref="OutputNames"/> orders them.</param>
    /// <param name="width">The network input's width, a multiple of 32.</param>
    /// <param name="height">The network input's height, a multiple of 32.</param>
    /// <param name="found">Where they are added.</param>
    /// <exception cref="InvalidDataException">An output has another size.</exception>
    public void Decode(NetworkOutputs outputs, int width, int height, List<Face> found)
    {
        for (int i = 0; i < s_strides.Length; i++)
        {
            int stride = s_strides[i], columns = width / stride, cells = columns * (height / stride);
            var cls = Numbers(outputs, i, 0, cells);
            var obj = Numbers(outputs, i, 1, cells);
            var boxes = Numbers(outputs, i, 2, cells);
            var points = Numbers(outputs, i, 3, cells);
            for (int cell = 0; cell < cells; cell++)
            {
                float score = MathF.Sqrt(Math.Clamp(cls[cell], 0, 1) * Math.Clamp(obj[cell], 0, 1));
                if (score >= MinScore && ToFace(score, cell % columns, cell / columns, stride, boxes.Slice(4 * cell, 4), points.Slice(2 * Points * cell, 2 * Points)) is { } face)
                    found.Add(face);
            }
        }
    }

    private Face? ToFace(float score, int column, int row, int stride, ReadOnlySpan<float> box, ReadOnlySpan<float> points)
    {
        float width = MathF.Exp(box[2]) * stride, height = MathF.Exp(box[3]) * stride;
        float left = (column + box[0]) * stride - width / 2, top = (row + box[1]) * stride - height / 2;
        float side = Math.Min(width, height);
        if (!float.IsFinite(left + top + width + height) || side <= 0 || side < MinSide || side > MaxSide)
            return null;
        var landmarks = new Point[Points];
        for (int i = 0; i < Points; i++)
        {
            landmarks[i] = ToPhoto((column + points[2 * i]) * stride, (row + points[2 * i + 1]) * stride);
            if (!float.IsFinite(landmarks[i].X + landmarks[i].Y))
                return null;
        }
        return new Face(
            new Box(left * ScaleX, top * ScaleY, width * ScaleX, height * ScaleY),
            score,
            new Landmarks(landmarks[0], landmarks[1], landmarks[2], landmarks[3], landmarks[4]));
    }

    // Points stand in pixel centres, and reducing maps the centres onto each other.
    private Point ToPhoto(float x, float y) => new((x + 0.5f) * ScaleX - 0.5f, (y + 0.5f) * ScaleY - 0.5f);

    private static ReadOnlySpan<float> Numbers(NetworkOutputs outputs, int stride, int part, int cells)
    {
        var numbers = outputs[stride * s_parts.Length + part];
        int expected = cells * s_parts[part].Numbers;
        return numbers.Length == expected
            ? numbers
            : throw new InvalidDataException($"The detector's output {s_parts[part].Name}_{s_strides[stride]} holds {numbers.Length} numbers; a grid detector's would hold {expected} here.");
    }
}
