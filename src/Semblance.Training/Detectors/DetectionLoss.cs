using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Detectors;

/// <summary>The parts of a detector's loss, each as a tensor with one number.</summary>
internal readonly record struct DetectionLosses(Tensor Scores, Tensor Boxes, Tensor Points)
{
    public const double BoxWeight = 4;
    public const double PointWeight = 30;

    public Tensor Sum => Scores + Boxes * BoxWeight + Points * PointWeight;
}

/// <summary>
/// How far a detector's answers are from the targets. Scores: cross-entropy with soft targets, each cell weighted by how wrong it is
/// (quality focal loss, Li et al. 2020), over the sum of the targets. Boxes and landmarks: smoothed absolute error relative to the
/// face's size, over the cells that hold a face, weighted by their targets.
/// </summary>
internal static class DetectionLoss
{
    private const double BoxSmoothing = 0.05, PointSmoothing = 0.02;

    /// <summary>The loss of a batch of square pictures of one size.</summary>
    /// <param name="outputs">What the network says.</param>
    /// <param name="targets">What it should say, picture by picture.</param>
    public static DetectionLosses Of(Tensor[] outputs, IReadOnlyList<DetectionTargets> targets)
    {
        var said = cat([.. outputs.Select(level => level.permute(0, 2, 3, 1).reshape(level.shape[0], -1, DetectorNetwork.Outputs))], 1).reshape(-1, DetectorNetwork.Outputs);
        var device = said.device;
        var wanted = tensor(targets.SelectMany(t => t.Scores).ToArray(), device: device);
        var positives = Positives(targets);
        var logits = said.slice(1, 0, 1, 1).reshape(-1);
        var weights = (logits.detach().sigmoid() - wanted).abs();
        var scores = (nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction: nn.Reduction.None) * weights).sum() / wanted.sum().clamp(1);
        if (positives.Count == 0)
            return new DetectionLosses(scores, zeros(1, device: device).sum(), zeros(1, device: device).sum());

        var cells = tensor(positives.Cells, device: device);
        var (held, certain) = (said.index_select(0, cells), wanted.index_select(0, cells));
        var size = tensor(positives.Sizes, [positives.Count, 1], device: device);
        var box = tensor(positives.Boxes, [positives.Count, 4], device: device);
        var centres = Smooth((held.slice(1, 1, 3, 1) - box.slice(1, 0, 2, 1)) / size, BoxSmoothing);
        var sizes = Smooth(held.slice(1, 3, 5, 1) - box.slice(1, 2, 4, 1), BoxSmoothing);
        var boxes = ((centres + sizes).sum(1) * certain).sum() / certain.sum();
        var marked = certain * tensor(positives.Marked, device: device);
        var points = Smooth((held.slice(1, 5, 15, 1) - tensor(positives.Points, [positives.Count, 10], device: device)) / size, PointSmoothing);
        return new DetectionLosses(scores, boxes, (points.mean([1]) * marked).sum() / marked.sum().clamp(1e-6));
    }

    // Quadratic below the smoothing, then linear with slope 1.
    private static Tensor Smooth(Tensor error, double smoothing)
    {
        var size = error.abs();
        return where(size < smoothing, error.square() * (0.5 / smoothing), size - 0.5 * smoothing);
    }

    private sealed record Cell(long[] Cells, float[] Sizes, float[] Boxes, float[] Points, float[] Marked)
    {
        public int Count => Cells.Length;
    }

    private static Cell Positives(IReadOnlyList<DetectionTargets> targets)
    {
        var (cells, sizes, boxes, points, marked) = (new List<long>(), new List<float>(), new List<float>(), new List<float>(), new List<float>());
        for (int picture = 0; picture < targets.Count; picture++)
        {
            var t = targets[picture];
            for (int cell = 0; cell < t.Scores.Length; cell++)
            {
                if (t.Scores[cell] < DetectionTargets.MinBoxScore)
                    continue;
                cells.Add((long)picture * t.Scores.Length + cell);
                sizes.Add(MathF.Exp((t.Boxes[4 * cell + 2] + t.Boxes[4 * cell + 3]) / 2));
                boxes.AddRange(t.Boxes.AsSpan(4 * cell, 4));
                points.AddRange(t.Points.AsSpan(10 * cell, 10));
                marked.Add(t.WithoutLandmarks.Contains(cell) ? 0 : 1);
            }
        }
        return new Cell([.. cells], [.. sizes], [.. boxes], [.. points], [.. marked]);
    }
}
