using System.Globalization;
using Semblance.Liveness;
using Semblance.Training.Data;

namespace Semblance.Training.Liveness;

/// <summary>How long head turns take somebody who follows at once (<see cref="Follower"/>), from the first frame to the last turn's end; simulated, at 15 frames a second and with landmarks that tremble.</summary>
/// <param name="People">How many were simulated, each with turns by chance.</param>
/// <param name="Passed">How many of them were live.</param>
/// <param name="Median">Seconds, of those.</param>
/// <param name="Most">Seconds that nine of ten keep within.</param>
internal sealed record TurnTimes(int People, int Passed, double Median, double Most)
{
    private const int Count = 1000;

    private const double Longest = 60, Rate = 15, Tremble = 0.012;

    // Pictures are not looked at.
    private static readonly Photo s_none = Photo.FromRgb(1, 1, new byte[3]);

    /// <summary>Measures.</summary>
    /// <param name="options">How strictly turns are followed.</param>
    public static TurnTimes Measure(ChallengeOptions options)
    {
        var times = Enumerable.Range(0, Count).Select(seed => Time(options, new Random(seed))).OfType<double>().Order().ToList();
        return new TurnTimes(Count, times.Count, times[times.Count / 2], times[times.Count * 9 / 10]);
    }

    /// <summary>In a sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Head turns of somebody who follows at once (simulated): median {Median:0.0} s, nine of ten within {Most:0.0} s; {Passed} of {People} passed.");

    private static double? Time(ChallengeOptions options, Random random)
    {
        using var check = new ChallengeCheck(new RandomChallenges(3, options), options with { LeastChange = 0 });
        var person = Follower.Person(random);
        double begin = random.NextDouble();
        for (double time = 0; time < Longest; time += 1 / Rate)
        {
            var (yaw, pitch) = person.Move(check.State.Wanted, check.State.Step, check.Restarts, begin + time);
            check.Add(new LivenessFrame(s_none, TimeSpan.FromSeconds(time), new Face(new Box(0, 0, 100, 130), 0.9f, Project(yaw, pitch, random))));
            if (check.IsDone)
                return time;
            if (check.IsFailed)
                return null;
        }
        return null;
    }

    // A head as HeadPose takes it, 100 pixels broad.
    private static Landmarks Project(double yaw, double pitch, Random random)
    {
        const double Eyes = 35.24;
        (double X, double Y, double Z)[] head = [(-Eyes / 2, 0, 0), (Eyes / 2, 0, 0), (0, 0.57 * 40.68, 16), (-14.59, 40.68, 0), (14.59, 40.68, 0)];
        double a = yaw * Math.PI / 180, p = pitch * Math.PI / 180;
        var points = head.Select(point =>
        {
            var (x, z) = (point.X * Math.Cos(a) + point.Z * Math.Sin(a), point.Z * Math.Cos(a) - point.X * Math.Sin(a));
            double y = point.Y * Math.Cos(p) - z * Math.Sin(p);
            return new Point((float)(50 + x + Tremble * Eyes * random.NextNormal()), (float)(50 + y + Tremble * Eyes * random.NextNormal()));
        }).ToList();
        return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
    }
}
