using System.Numerics;

namespace Semblance.Liveness;

/// <summary>
/// What the answers of a face's patches say about its shape. Light of a screen falls on a patch by the cosine of the angle and the square of the distance, and what is measured is its
/// share of the patch's light under black, so that neither skin nor make-up nor print counts. The answers are fitted by those of a generic head in the same pose, and by a slope across
/// and one down: these take up where the room's light comes from, and how a sheet is tilted.
/// </summary>
/// <param name="Bulge">1 where the patches answer as those of the generic head, 0 where they answer as those of a sheet.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Misfit">Root mean square of what neither head nor slopes nor the patches' own errors explain, over the mean answer.</param>
/// <param name="Patches">How many patches were measured well enough.</param>
internal sealed record LightShape(double Bulge, double Error, double Misfit, int Patches)
{
    // A screen stands below its camera, an arm's length away; a nose tip is about 3 cm high.
    private static readonly Vector3 s_light = Vector3.Normalize(new Vector3(0, 0.19f, 1));
    private const double NoseOverDistance = 0.055;

    /// <summary>Fits; null where too few patches were measured.</summary>
    /// <param name="answers">Of each patch: a multiple of the face's answer and its error; not a number where it was not seen.</param>
    /// <param name="pose">Where the face points, degrees.</param>
    /// <param name="limits">Which patches count, and how far heads differ.</param>
    public static LightShape? Fit(IReadOnlyList<(double Multiple, double Error)> answers, HeadPose pose, LightOptions limits)
    {
        var turn = Turn(pose);
        var rows = new List<(double[] Terms, double Answer, double Error)>();
        for (int i = 0; i < answers.Count; i++)
        {
            var patch = FacePatch.All[i];
            double facing = Vector3.Dot(Vector3.TransformNormal(patch.Normal, turn), s_light) * (1 + 2 * NoseOverDistance * patch.Z);
            var (multiple, error) = answers[i];
            if (facing < limits.LeastFacing || !(error < limits.MostError))
                continue;
            rows.Add(([1, facing, patch.X, patch.Y - 0.5], multiple, error));
        }
        return rows.Count < limits.LeastPatches ? null : Solve(rows, limits.HeadsDiffer);
    }

    // Without the roll, which turns the picture and nothing else.
    private static Matrix4x4 Turn(HeadPose pose)
    {
        const float Radian = MathF.PI / 180;
        return Matrix4x4.CreateRotationX((float)pose.Pitch * Radian) * Matrix4x4.CreateRotationY((float)pose.Yaw * Radian);
    }

    // Weighted least squares. The head's own column is cleared of the others first; what is left of it decides how well the bulge is known.
    private static LightShape Solve(List<(double[] Terms, double Answer, double Error)> rows, double headsDiffer)
    {
        double[] weights = [.. rows.Select(row => 1 / (row.Error * row.Error + headsDiffer * headsDiffer))];
        double facing = Column(1).Zip(weights, (term, weight) => term * weight).Sum() / weights.Sum();
        double[][] flat = Orthogonal([Column(0), Column(2), Column(3)], weights);
        double[] head = Clear(Column(1), flat, weights), answers = [.. rows.Select(row => row.Answer)], left = Clear(answers, flat, weights);
        double own = Product(head, head, weights), slope = Product(head, left, weights) / own;
        double mean = answers.Select((answer, i) => answer * weights[i]).Sum() / weights.Sum();
        double misfit = 0;
        for (int i = 0; i < left.Length; i++)
            misfit += (Math.Pow(left[i] - slope * head[i], 2) - rows[i].Error * rows[i].Error) * weights[i];
        // Where all answers are alike, the bulge is 0; where they are the head's cosines, it is 1.
        return new LightShape(slope * facing / mean, facing / Math.Abs(mean) / Math.Sqrt(own), Math.Sqrt(Math.Max(0, misfit / weights.Sum())) / Math.Abs(mean), rows.Count);

        double[] Column(int term) => [.. rows.Select(row => row.Terms[term])];
    }

    private static double[][] Orthogonal(double[][] columns, double[] weights)
    {
        var done = new List<double[]>();
        foreach (double[] column in columns)
            done.Add(Clear(column, done, weights));
        return [.. done];
    }

    private static double[] Clear(double[] column, IReadOnlyList<double[]> of, double[] weights)
    {
        var left = (double[])column.Clone();
        foreach (double[] other in of)
        {
            double share = Product(other, left, weights) / Product(other, other, weights);
            for (int i = 0; i < left.Length; i++)
                left[i] -= share * other[i];
        }
        return left;
    }

    private static double Product(double[] a, double[] b, double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i] * weights[i];
        return sum;
    }
}
