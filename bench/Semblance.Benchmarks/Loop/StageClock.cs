using System.Diagnostics;

namespace Semblance.Benchmarks.Loop;

/// <summary>Adds up the time of each stage of a loop; what no stage claims is the rest. Stages do not nest.</summary>
internal sealed class StageClock
{
    private readonly Dictionary<string, Cost> _stages = [];
    private Cost _total;

    /// <summary>Passed and processor time of the whole process in milliseconds.</summary>
    public readonly record struct Cost(double Wall, double Cpu)
    {
        public static Cost operator +(Cost a, Cost b) => new(a.Wall + b.Wall, a.Cpu + b.Cpu);

        public static Cost operator -(Cost a, Cost b) => new(a.Wall - b.Wall, a.Cpu - b.Cpu);

        public static Cost operator /(Cost a, double by) => new(a.Wall / by, a.Cpu / by);
    }

    public Cost Total => _total;

    public Cost Of(string stage) => _stages.GetValueOrDefault(stage);

    public Cost Rest => _stages.Values.Aggregate(_total, (rest, stage) => rest - stage);

    public T Stage<T>(string name, Func<T> work)
    {
        var (result, cost) = Measure(work);
        _stages[name] = Of(name) + cost;
        return result;
    }

    /// <summary>One turn of the loop, with the stages in it.</summary>
    public void Frame(Action work) => _total += Measure(() =>
    {
        work();
        return 0;
    }).Cost;

    /// <summary>Forgets everything: the warm-up is over.</summary>
    public void Reset()
    {
        _stages.Clear();
        _total = default;
    }

    private static (T Result, Cost Cost) Measure<T>(Func<T> work)
    {
        var (clock, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = work();
        return (result, new Cost(Stopwatch.GetElapsedTime(clock).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds));
    }
}
