namespace Semblance.Liveness;

/// <summary>
/// How much of a face's change no movement of a flat picture explains. A look is laid over another one by a homography with brightness, contrast and a slope of light of its own, found by the inverse
/// compositional Gauss-Newton method with the light projected out (Baker and Matthews, Lucas-Kanade 20 Years On, IJCV 2004; part 3 of the technical report for the light). What is left are parallax, lids, lips,
/// eyes and shading that move by themselves, and noise. Keeps the look that others are laid over. Used by one thread.
/// </summary>
internal sealed class FlatFit
{
    // Mean of what is left over squares of so many pixels, which noise hardly reaches.
    private const int Block = 4, FewestOfBlock = 8;

    private const int Parameters = 8, Rounds = 10;

    // Where a step moves no point by more than this, in pixels, it is found.
    private const double Found = 0.02;

    // A picture that fades away is not made large again without limit.
    private const double LeastGain = 0.2;

    // Standard deviation in grey levels: a face that is nearly grey has lost what could be compared, and a photo that fades in must not count.
    private const double LeastContrast = 8;

    // The oval of a face in a look.
    private const double MiddleX = 23.5, MiddleY = 23, HalfWidth = 16, HalfHeight = 21, Unit = LifeLook.Side / 2.0;

    private static readonly (int X, int Y)[] s_points = Oval();

    private readonly double[] _wanted;
    private readonly double[][] _lights;
    private readonly double[][] _slopes;
    private readonly double[,] _inverse;
    private readonly double _deviation;
    private PlaneMotion _last = PlaneMotion.Rest;

    /// <summary>Prepares to lay looks over this one.</summary>
    public FlatFit(LifeLook look)
    {
        _wanted = [.. s_points.Select(point => (double)look[point.X, point.Y])];
        _deviation = Deviation(_wanted);
        _lights = Orthonormal([[.. s_points.Select(_ => 1.0)], [.. s_points.Select(point => point.X - MiddleX)], [.. s_points.Select(point => point.Y - MiddleY)], _wanted]);
        _slopes = Slopes(look);
        foreach (double[] slope in _slopes)
            ProjectOut(slope);
        _inverse = Inverse(_slopes);
    }

    /// <summary>What is left of a look, as a share of this one's contrast: the root mean square over the parts of the face. 0 where either has too little contrast to be compared.</summary>
    public double Unexplained(LifeLook look)
    {
        if (_deviation < LeastContrast || Deviation([.. s_points.Select(point => (double)look[point.X, point.Y])]) < LeastContrast)
            return 0;
        double left = Follow(look, _last);
        // What was lost a moment ago may be where it was at first.
        return _last == PlaneMotion.Rest ? left : Math.Min(left, Follow(look, PlaneMotion.Rest));
    }

    private static double Deviation(double[] levels)
    {
        double mean = levels.Average();
        return Math.Sqrt(levels.Average(level => (level - mean) * (level - mean)));
    }

    private double Follow(LifeLook look, PlaneMotion motion)
    {
        double best = double.MaxValue, least = double.MaxValue;
        var seen = new double[s_points.Length];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < seen.Length; i++)
            {
                var (x, y) = motion.Apply((s_points[i].X - MiddleX) / Unit, (s_points[i].Y - MiddleY) / Unit);
                seen[i] = look.At(MiddleX + Unit * x, MiddleY + Unit * y);
            }
            double gain = Math.Max(LeastGain, ProjectOut(seen) / Dot(_lights[^1], _wanted));
            double missed = Dot(seen, seen) / (gain * gain);
            if (missed < least)
                (least, best, _last) = (missed, Blocks(seen) / gain / _deviation, motion);
            var step = Step(seen, gain);
            if (step.Inverse() is not { } back)
                break;
            motion = motion.After(back);
            if (Farthest(step) < Found || !(Farthest(motion) < LifeLook.Side / 2.0))
                break;
        }
        return best;
    }

    private PlaneMotion Step(double[] missed, double gain)
    {
        Span<double> sums = stackalloc double[Parameters];
        for (int k = 0; k < Parameters; k++)
            sums[k] = Dot(_slopes[k], missed) / gain;
        Span<double> p = stackalloc double[Parameters];
        for (int k = 0; k < Parameters; k++)
        {
            for (int j = 0; j < Parameters; j++)
                p[k] += _inverse[k, j] * sums[j];
        }
        return new PlaneMotion(1 + p[0], p[1], p[2], p[3], 1 + p[4], p[5], p[6], p[7]);
    }

    // How far it moves a corner of the face, in pixels.
    private static double Farthest(PlaneMotion motion)
    {
        double farthest = 0;
        foreach (var (x, y) in ((double, double)[])[(-0.7, -0.9), (0.7, -0.9), (-0.7, 0.9), (0.7, 0.9)])
        {
            var (toX, toY) = motion.Apply(x, y);
            farthest = Math.Max(farthest, Unit * Math.Max(Math.Abs(toX - x), Math.Abs(toY - y)));
        }
        return farthest;
    }

    // Takes out what light explains; returns the share of the look itself.
    private double ProjectOut(double[] values)
    {
        double share = 0;
        foreach (double[] light in _lights)
        {
            share = Dot(light, values);
            for (int i = 0; i < values.Length; i++)
                values[i] -= share * light[i];
        }
        return share;
    }

    private static double Blocks(double[] left)
    {
        const int Across = LifeLook.Side / Block;
        Span<double> sums = stackalloc double[Across * Across];
        Span<int> counts = stackalloc int[Across * Across];
        for (int i = 0; i < left.Length; i++)
        {
            int block = s_points[i].Y / Block * Across + s_points[i].X / Block;
            sums[block] += left[i];
            counts[block]++;
        }
        double squares = 0;
        int blocks = 0;
        for (int block = 0; block < sums.Length; block++)
        {
            if (counts[block] < FewestOfBlock)
                continue;
            double mean = sums[block] / counts[block];
            squares += mean * mean;
            blocks++;
        }
        return Math.Sqrt(squares / blocks);
    }

    // By how much each point's level changes with each parameter of a homography about rest.
    private static double[][] Slopes(LifeLook look)
    {
        double[][] slopes = [.. Enumerable.Range(0, Parameters).Select(_ => new double[s_points.Length])];
        for (int i = 0; i < s_points.Length; i++)
        {
            var (column, row) = s_points[i];
            double x = (column - MiddleX) / Unit, y = (row - MiddleY) / Unit;
            double across = Unit * (look[column + 1, row] - look[column - 1, row]) / 2, along = Unit * (look[column, row + 1] - look[column, row - 1]) / 2, outwards = -(across * x + along * y);
            ReadOnlySpan<double> all = [across * x, across * y, across, along * x, along * y, along, outwards * x, outwards * y];
            for (int k = 0; k < Parameters; k++)
                slopes[k][i] = all[k];
        }
        return slopes;
    }

    // Of the normal equations, held back a little where nothing says how to move.
    private static double[,] Inverse(double[][] slopes)
    {
        var normal = new double[Parameters, Parameters];
        for (int k = 0; k < Parameters; k++)
        {
            for (int j = 0; j < Parameters; j++)
                normal[k, j] = Dot(slopes[k], slopes[j]) + (k == j ? 1 + 1e-3 * Dot(slopes[k], slopes[k]) : 0);
        }
        var inverse = new double[Parameters, Parameters];
        for (int column = 0; column < Parameters; column++)
        {
            var system = new double[Parameters, Parameters + 1];
            for (int k = 0; k < Parameters; k++)
            {
                for (int j = 0; j < Parameters; j++)
                    system[k, j] = normal[k, j];
            }
            system[column, Parameters] = 1;
            double[] solved = LinearEquations.Solve(system, Parameters);
            for (int k = 0; k < Parameters; k++)
                inverse[k, column] = solved[k];
        }
        return inverse;
    }

    private static double[][] Orthonormal(double[][] vectors)
    {
        var done = new List<double[]>();
        foreach (double[] vector in vectors)
        {
            double[] left = [.. vector];
            foreach (double[] other in done)
            {
                double share = Dot(other, left);
                for (int i = 0; i < left.Length; i++)
                    left[i] -= share * other[i];
            }
            double length = Math.Max(1e-6, Math.Sqrt(Dot(left, left)));
            done.Add([.. left.Select(value => value / length)]);
        }
        return [.. done];
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);

    private static (int X, int Y)[] Oval()
    {
        var points = new List<(int, int)>();
        for (int y = 1; y < LifeLook.Side - 1; y++)
        {
            for (int x = 1; x < LifeLook.Side - 1; x++)
            {
                double across = (x - MiddleX) / HalfWidth, down = (y - MiddleY) / HalfHeight;
                if (across * across + down * down <= 1)
                    points.Add((x, y));
            }
        }
        return [.. points];
    }
}
