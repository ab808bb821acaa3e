namespace Semblance.Training.Faces;

/// <summary>
/// Loss of sharpness of a training face: three planes of 112 x 112 levels, changed in place. Filters along rows and columns, with the
/// outermost pixels repeated beyond the edge. Holds working memory: one instance per thread.
/// </summary>
internal sealed class FaceResampler
{
    private const int Side = FaceAugmentation.Side;
    private const int Plane = Side * Side;

    private readonly float[] _work = new float[Plane];
    private readonly float[] _small = new float[Plane];
    private readonly (int First, float[] Weights)[]?[] _down = new (int, float[])[]?[Side];
    private readonly (int First, float[] Weights)[]?[] _up = new (int, float[])[]?[Side];

    /// <summary>Shrinks the face to a side of some pixels, counting every pixel, and enlarges it again.</summary>
    /// <param name="face">The face.</param>
    /// <param name="side">2 to 111.</param>
    public void ThroughSmall(Span<float> face, int side)
    {
        var down = _down[side] ??= Triangles(Side, side);
        var up = _up[side] ??= Triangles(side, Side);
        for (int plane = 0; plane < 3; plane++)
        {
            var levels = face.Slice(plane * Plane, Plane);
            Resize(levels, Side, down, _small, side);
            Resize(_small, side, up, levels, Side);
        }
    }

    /// <summary>Blurs by a Gaussian.</summary>
    /// <param name="face">The face.</param>
    /// <param name="sigma">Its standard deviation in pixels, over 0.</param>
    public void Blur(Span<float> face, double sigma)
    {
        int radius = (int)Math.Ceiling(2.5 * sigma);
        var weights = new float[2 * radius + 1];
        for (int k = -radius; k <= radius; k++)
            weights[k + radius] = (float)Math.Exp(-k * k / (2 * sigma * sigma));
        float sum = weights.Sum();
        for (int k = 0; k < weights.Length; k++)
            weights[k] /= sum;
        for (int plane = 0; plane < 3; plane++)
        {
            var levels = face.Slice(plane * Plane, Plane);
            Filter(levels, _work, weights, radius, 1, 0);
            Filter(_work, levels, weights, radius, 0, 1);
        }
    }

    /// <summary>Smears the face along a line, as a movement during the exposure does.</summary>
    /// <param name="face">The face.</param>
    /// <param name="length">Length of the line in pixels, at least 2.</param>
    /// <param name="angle">Its direction in radians.</param>
    public void Smear(Span<float> face, int length, double angle)
    {
        for (int plane = 0; plane < 3; plane++)
        {
            var levels = face.Slice(plane * Plane, Plane);
            Array.Clear(_work);
            for (int k = 0; k < length; k++)
            {
                double at = k - (length - 1) / 2.0;
                AddShifted(levels, (int)Math.Round(at * Math.Cos(angle)), (int)Math.Round(at * Math.Sin(angle)), 1f / length);
            }
            _work.CopyTo(levels);
        }
    }

    private void AddShifted(ReadOnlySpan<float> levels, int shiftX, int shiftY, float weight)
    {
        for (int y = 0, i = 0; y < Side; y++)
        {
            int row = Math.Clamp(y + shiftY, 0, Side - 1) * Side;
            for (int x = 0; x < Side; x++, i++)
                _work[i] += weight * levels[row + Math.Clamp(x + shiftX, 0, Side - 1)];
        }
    }

    private static void Filter(ReadOnlySpan<float> from, Span<float> to, float[] weights, int radius, int stepX, int stepY)
    {
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                float sum = 0;
                for (int k = -radius; k <= radius; k++)
                    sum += weights[k + radius] * from[Math.Clamp(y + k * stepY, 0, Side - 1) * Side + Math.Clamp(x + k * stepX, 0, Side - 1)];
                to[i] = sum;
            }
        }
    }

    // Columns first, then rows; both axes have the same filters.
    private void Resize(ReadOnlySpan<float> from, int side, (int First, float[] Weights)[] filters, Span<float> to, int newSide)
    {
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < newSide; x++)
            {
                var (first, weights) = filters[x];
                float sum = 0;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * from[y * side + first + k];
                _work[y * newSide + x] = sum;
            }
        }
        for (int y = 0; y < newSide; y++)
        {
            var (first, weights) = filters[y];
            for (int x = 0; x < newSide; x++)
            {
                float sum = 0;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * _work[(first + k) * newSide + x];
                to[y * newSide + x] = sum;
            }
        }
    }

    private static (int First, float[] Weights)[] Triangles(int source, int target)
    {
        double step = (double)source / target, radius = Math.Max(1, step);
        var filters = new (int, float[])[target];
        for (int i = 0; i < target; i++)
        {
            double centre = (i + 0.5) * step - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - radius)), last = Math.Min(source - 1, (int)Math.Floor(centre + radius));
            var weights = Enumerable.Range(first, last - first + 1).Select(k => Math.Max(0, 1 - Math.Abs(k - centre) / radius)).ToArray();
            double sum = weights.Sum();
            filters[i] = (first, Array.ConvertAll(weights, w => (float)(w / sum)));
        }
        return filters;
    }
}
