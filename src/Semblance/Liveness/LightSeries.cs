namespace Semblance.Liveness;

/// <summary>
/// The readings of one sequence as logarithms of light, with what the camera does to the whole picture (exposure, white balance) taken out by the cells behind the head: both multiply
/// every pixel of a frame alike.
/// </summary>
internal sealed class LightSeries
{
    // No cell is taken for steadier than this variance, so that no single one decides.
    private const double Steady = 1e-5;

    private readonly IReadOnlyList<LightReading> _readings;
    private readonly LightSchedule _schedule;
    private readonly LightOptions _limits;
    private readonly double[][] _gains;

    /// <summary>Takes the readings from the first colour to the last.</summary>
    public LightSeries(IReadOnlyList<LightReading> readings, LightSchedule schedule, LightOptions limits)
    {
        (_schedule, _limits) = (schedule, limits);
        _readings = [.. readings.Where(reading => reading.Time >= schedule.Painted[0] && reading.Time <= schedule.End)];
        Shown = [.. schedule.Sequence.Colours.Zip(schedule.Sequence.Colours.Skip(1),
            (before, after) => Enumerable.Range(0, 3).Select(channel => LinearLight.Of(after, channel) - LinearLight.Of(before, channel)).ToArray())];
        (_gains, Cells) = Gains();
    }

    /// <summary>The frames from the first colour to the last.</summary>
    public IReadOnlyList<LightReading> Readings => _readings;

    /// <summary>How many cells behind the head could be used.</summary>
    public int Cells { get; }

    /// <summary>Steps of the shown light, three channels each.</summary>
    public double[][] Shown { get; }

    /// <summary>
    /// The logarithm of a patch's light with the scene's gain taken out; a row is null where it was not seen. Null where it was missing too often.
    /// </summary>
    public double[]?[]? Patch(int patch)
    {
        double[]?[] rows = [.. _readings.Select((reading, i) => Log(reading.Face.AsSpan(3 * patch, 3), _gains[i]))];
        return rows.Count(row => row is null) > _limits.MostUnseen * rows.Length ? null : rows;
    }

    /// <summary>A patch's light over the sequence, three channels, as logarithms of its geometric mean; only their differences between patches mean something.</summary>
    public static double[] Level(double[]?[] patch) => Mean([.. patch.Where(row => row is not null).Select(row => row!)]);

    /// <summary>The frames of each colour, if its light reaches the frames so much later.</summary>
    public int[][] Frames(TimeSpan latency)
    {
        var painted = _schedule.Painted;
        var frames = new int[painted.Count][];
        for (int colour = 0; colour < painted.Count; colour++)
        {
            var from = painted[colour] + latency + _limits.Guard;
            var to = (colour + 1 < painted.Count ? painted[colour + 1] : painted[colour] + _schedule.Sequence.Each) + latency;
            frames[colour] = [.. Enumerable.Range(0, _readings.Count).Where(i => _readings[i].Time >= from && _readings[i].Time <= to)];
        }
        return frames;
    }

    /// <summary>Steps of a series from colour to colour; null where a colour has too few frames.</summary>
    public double[]?[] Steps(double[]?[] series, int[][] frames)
    {
        var means = new double[]?[frames.Length];
        for (int colour = 0; colour < frames.Length; colour++)
        {
            var rows = frames[colour].Where(i => series[i] is not null).Select(i => series[i]!).ToList();
            if (rows.Count >= _limits.LeastFramesOfAColour)
                means[colour] = Mean(rows);
        }
        return [.. means.Zip(means.Skip(1), (before, after) => before is null || after is null ? null
            : new[] { after[0] - before[0], after[1] - before[1], after[2] - before[2] })];
    }

    /// <summary>Mean of rows of three.</summary>
    public static double[] Mean(IReadOnlyCollection<double[]> rows) => [rows.Average(row => row[0]), rows.Average(row => row[1]), rows.Average(row => row[2])];

    private double[]? Log(ReadOnlySpan<float> light, double[] gain) =>
        light[0] > _limits.Dark && light[1] > _limits.Dark && light[2] > _limits.Dark ? [Math.Log(light[0]) - gain[0], Math.Log(light[1]) - gain[1], Math.Log(light[2]) - gain[2]] : null;

    // Cells weigh by how steady they are from frame to frame: whatever moves, or is too dark to be measured, counts little.
    private (double[][] Gains, int Cells) Gains()
    {
        var gains = _readings.Select(_ => new double[3]).ToArray();
        int least = int.MaxValue;
        for (int channel = 0; channel < 3; channel++)
        {
            var cells = Enumerable.Range(0, LightReading.Across * LightReading.Down).Select(cell => Cell(cell, channel))
                .Where(cell => cell.Length > 0 && cell.Count(double.IsNaN) <= _limits.MostUnseen * cell.Length).ToList();
            least = Math.Min(least, cells.Count);
            double[] weights = [.. cells.Select(cell => 1 / (Unsteadiness(cell) + Steady))];
            for (int i = 0; i < gains.Length; i++)
            {
                double sum = 0, all = 0;
                for (int cell = 0; cell < cells.Count; cell++)
                {
                    if (!double.IsNaN(cells[cell][i]))
                        (sum, all) = (sum + weights[cell] * cells[cell][i], all + weights[cell]);
                }
                gains[i][channel] = all > 0 ? sum / all : 0;
            }
        }
        return (gains, least);
    }

    // The logarithm of a cell's light about its mean.
    private double[] Cell(int cell, int channel)
    {
        double[] light = [.. _readings.Select(reading =>
            reading.IsBehind[cell] && reading.Scene[3 * cell + channel] > _limits.Dark ? Math.Log(reading.Scene[3 * cell + channel]) : double.NaN)];
        double mean = light.Where(value => !double.IsNaN(value)).DefaultIfEmpty().Average();
        return [.. light.Select(value => value - mean)];
    }

    private static double Unsteadiness(double[] cell)
    {
        double sum = 0;
        int count = 0;
        for (int i = 1; i < cell.Length; i++)
        {
            double change = cell[i] - cell[i - 1];
            if (!double.IsNaN(change))
                (sum, count) = (sum + change * change, count + 1);
        }
        return count > 0 ? sum / count : double.PositiveInfinity;
    }
}
