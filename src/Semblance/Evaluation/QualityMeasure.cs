namespace Semblance.Evaluation;

/// <summary>One measure of <see cref="FaceQuality"/> as a single number of which more is better.</summary>
/// <param name="Name">For legends: what it measures.</param>
/// <param name="Goodness">The number; null where the face was not measured so.</param>
internal sealed record QualityMeasure(string Name, Func<FaceQuality, double?> Goodness)
{
    // The middle of good faces' light, from LFW.
    private const double GoodLight = 130;

    /// <summary>Every measure, and their product (<see cref="FaceQuality.Rank"/>).</summary>
    public static IReadOnlyList<QualityMeasure> All { get; } =
    [
        new("size", quality => quality.Side),
        new("sharpness", quality => quality.Sharpness),
        new("brightness", quality => -Math.Abs(quality.Brightness - GoodLight)),
        new("contrast", quality => quality.Contrast),
        new("distance to the edge", quality => Math.Min(0.2, quality.Margin)),
        new("symmetry", quality => quality.Symmetry),
        new("turned aside", quality => quality.Pose is { } pose ? -Math.Abs(pose.Yaw) : null),
        new("raised or lowered", quality => quality.Pose is { } pose ? -Math.Abs(pose.Pitch) : null),
        new("all together", quality => quality.Rank()),
    ];

    /// <summary>The curves of all measures that these photos have.</summary>
    /// <param name="run">The evaluation.</param>
    /// <param name="quality">The quality of each photo that was acquired, by its path.</param>
    /// <param name="threshold">The similarity from which on a comparison is a match.</param>
    public static IReadOnlyList<(QualityMeasure Measure, ErrorDiscardCurve Curve)> Curves(EvaluationRun run, IReadOnlyDictionary<string, FaceQuality> quality, double threshold)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(quality);
        var genuine = run.List.Pairs.Zip(run.Pairs)
            .Where(pair => pair.First.Same && pair.Second.HasScore && quality.ContainsKey(pair.First.A) && quality.ContainsKey(pair.First.B))
            .Select(pair => (pair.Second.Similarity, A: quality[pair.First.A], B: quality[pair.First.B])).ToList();
        var curves = new List<(QualityMeasure, ErrorDiscardCurve)>();
        foreach (var measure in All)
        {
            // The worse photo decides about a comparison.
            var rated = (from pair in genuine
                         let a = measure.Goodness(pair.A)
                         let b = measure.Goodness(pair.B)
                         where a is not null && b is not null
                         select new RatedPair(pair.Similarity, Math.Min(a.Value, b.Value))).ToList();
            if (rated.Count > 0)
                curves.Add((measure, ErrorDiscardCurve.Compute(rated, threshold)));
        }
        return curves;
    }
}
