using System.Diagnostics;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Semblance.Benchmarks.Output;

/// <summary>What the calling thread alone has cost: the runtime's own threads and everybody else on the machine are not in it.</summary>
internal static partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadCpuTime = 3;

    /// <summary>CPU milliseconds of this thread so far.</summary>
    public static double Now
    {
        get
        {
            if (GetTime(ThreadCpuTime, out var time) != 0)
                throw new BenchmarkException(ExitCode.Environment, "This system does not tell what a thread costs: measure on Linux.");
            return 1e3 * time.Seconds + 1e-6 * time.Nanoseconds;
        }
    }

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.3);

    /// <summary>The least and the median cost of some turns, after others that warm up until the compiler has nothing more to do in the background.</summary>
    public static (double Least, double Median) Measure(int turns, Action<int> work)
    {
        var clock = Stopwatch.StartNew();
        long compiled;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            for (int turn = 0; turn < turns; turn++)
                work(turn);
        }
        while (clock.Elapsed < s_warmUp || JitInfo.GetCompiledMethodCount() != compiled);
        var times = new List<double>(turns);
        for (int turn = 0; turn < turns; turn++)
        {
            double before = Now;
            work(turn);
            times.Add(Now - before);
        }
        return (times.Min(), Results.Median(times));
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

/// <summary>What else the machine is doing while something is measured.</summary>
internal static class MachineLoad
{
    /// <summary>The load of the last minute and the number of processors, in words.</summary>
    public static string Text => $"load {(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown")} on {Environment.ProcessorCount} processors that this process may use";
}
