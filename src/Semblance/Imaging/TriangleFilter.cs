namespace Semblance.Imaging;

/// <summary>The source pixels that one resized pixel is made of, along one axis, and their weights (which sum to 1).</summary>
internal readonly record struct TriangleFilter(int First, float[] Weights)
{
    /// <summary>The filters of all <paramref name="target"/> pixels over a row of <paramref name="source"/> pixels.</summary>
    public static TriangleFilter[] Create(int source, int target)
    {
        double step = (double)source / target;
        double radius = Math.Max(1, step);
        var filters = new TriangleFilter[target];
        for (int i = 0; i < target; i++)
        {
            double centre = (i + 0.5) * step - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - radius));
            int last = Math.Min(source - 1, (int)Math.Floor(centre + radius));
            var weights = new double[last - first + 1];
            for (int k = 0; k < weights.Length; k++)
                weights[k] = Math.Max(0, 1 - Math.Abs(first + k - centre) / radius);
            double sum = weights.Sum();
            filters[i] = new TriangleFilter(first, Array.ConvertAll(weights, w => (float)(w / sum)));
        }
        return filters;
    }
}
