namespace Semblance.Liveness;

/// <summary>
/// The readings of one sequence as logarithms of light, with what the camera does to the whole picture (exposure, white balance) taken out by the cells behind the head: both multiply
/// every pixel of a frame alike.
/// </summary>
internal sealed class LightSeries
{
    // Frames right after a change may have been exposed on both sides of it.
    private static readonly TimeSpan s_guard = TimeSpan.FromMilliseconds(70);

    private const int LeastFramesOfAColour = 2;
    private const double MostUnseen = 0.1;

    // Darker means are the camera's black, not light.
    private const float Dark = 0.0015f;

    private readonly IReadOnlyList<LightReading> _readings;
    private readonly LightSchedule _schedule;
    private readonly double[][] _gains;

    /// <summary>Takes the readings from the first colour to the last.</summary>
    public LightSeries(IReadOnlyList<LightReading> readings, LightSchedule schedule)
    {
        _schedule = schedule;
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

    /// <summary>Of each frame, what the camera's gain and the light behind the head did to each channel, as a logarithm.</summary>
    public IReadOnlyList<double[]> SceneGains => _gains;

    /// <summary>The logarithm of the mean light of some parts of the face; null where any of it was not seen.</summary>
    public double[]?[] LogFace(params FaceRegion[] regions) => [.. _readings.Select(reading => LogMean(reading, regions))];

    /// <summary>The same with the scene's gain taken out.</summary>
    public double[]?[] Against(double[]?[] series) =>
        [.. series.Select((row, i) => row is null ? null : row.Select((value, channel) => value - _gains[i][channel]).ToArray())];

    /// <summary>The frames of each colour, if its light reaches the frames so much later.</summary>
    public int[][] Frames(TimeSpan latency)
    {
        var painted = _schedule.Painted;
        var frames = new int[painted.Count][];
        for (int colour = 0; colour < painted.Count; colour++)
        {
            var from = painted[colour] + latency + s_guard;
            var to = (colour + 1 < painted.Count ? painted[colour + 1] : painted[colour] + _schedule.Sequence.Each) + latency;
            frames[colour] = [.. Enumerable.Range(0, _readings.Count).Where(i => _readings[i].Time >= from && _readings[i].Time <= to)];
        }
        return frames;
    }

    /// <summary>Steps of a series from colour to colour; null where a colour has too few frames.</summary>
    public static double[]?[] Steps(double[]?[] series, int[][] frames)
    {
        var means = new double[]?[frames.Length];
        for (int colour = 0; colour < frames.Length; colour++)
        {
            var rows = frames[colour].Where(i => series[i] is not null).Select(i => series[i]!).ToList();
            if (rows.Count >= LeastFramesOfAColour)
                means[colour] = [rows.Average(row => row[0]), rows.Average(row => row[1]), rows.Average(row => row[2])];
        }
        return [.. means.Zip(means.Skip(1), (before, after) => before is null || after is null ? null
            : new[] { after[0] - before[0], after[1] - before[1], after[2] - before[2] })];
    }

    private static double[]? LogMean(LightReading reading, FaceRegion[] regions)
    {
        var mean = new double[3];
        foreach (var region in regions)
        {
            for (int channel = 0; channel < 3; channel++)
                mean[channel] += reading.Face[3 * (int)region + channel] / regions.Length;
        }
        return mean.All(light => light > Dark) ? [Math.Log(mean[0]), Math.Log(mean[1]), Math.Log(mean[2])] : null;
    }

    // The median over cells passes over whatever moves or shines by itself.
    private (double[][] Gains, int Cells) Gains()
    {
        var gains = _readings.Select(_ => new double[3]).ToArray();
        int least = int.MaxValue;
        for (int channel = 0; channel < 3; channel++)
        {
            var cells = Enumerable.Range(0, LightReading.Across * LightReading.Down)
                .Select(cell => _readings.Select(reading => reading.IsBehind[cell] && reading.Scene[3 * cell + channel] > Dark ? Math.Log(reading.Scene[3 * cell + channel]) : double.NaN).ToArray())
                .Where(cell => cell.Count(double.IsNaN) <= MostUnseen * cell.Length && cell.Length > 0)
                .ToList();
            least = Math.Min(least, cells.Count);
            foreach (double[] cell in cells)
            {
                double mean = cell.Where(light => !double.IsNaN(light)).Average();
                for (int i = 0; i < cell.Length; i++)
                    cell[i] -= mean;
            }
            for (int i = 0; i < gains.Length; i++)
                gains[i][channel] = Median([.. cells.Select(cell => cell[i]).Where(value => !double.IsNaN(value))]);
        }
        return (gains, least);
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0)
            return 0;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
