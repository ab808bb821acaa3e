using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Semblance.Benchmarks;

/// <summary>Another program, run to its end.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Error">What it wrote to stderr.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">Processor time it used.</param>
internal sealed partial record Child(int Code, string Output, string Error, double Seconds, double CpuSeconds)
{
    public static Child Run(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var cpu = ChildrenCpu();
        long began = Stopwatch.GetTimestamp();
        using var process = Start(start);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Child(process.ExitCode, output, error.Result, Stopwatch.GetElapsedTime(began).TotalSeconds, (ChildrenCpu() - cpu).TotalSeconds);
    }

    /// <summary>A program of this repository, in Release.</summary>
    public static string Built(string project, string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Semblance.slnx")))
                continue;
            string path = Path.Combine(folder.FullName, "artifacts", "bin", project, "release", name + (OperatingSystem.IsWindows() ? ".exe" : ""));
            return File.Exists(path) ? path : throw new BenchmarkException($"{path} is missing: dotnet build -c Release first.");
        }
        throw new BenchmarkException("The benchmarks run inside the repository.");
    }

    // A process that has ended no longer tells its own time; the system keeps the sum over all children that were waited for.
    private static TimeSpan ChildrenCpu()
    {
        const int RusageChildren = -1;
        Span<long> usage = stackalloc long[18]; // struct rusage: user and system time as seconds and microseconds, then 14 counters
        if (OperatingSystem.IsWindows() || GetResourceUsage(RusageChildren, usage) != 0)
            throw new BenchmarkException("CPU time of child processes is read on Linux only.");
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, Span<long> usage);

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchmarkException($"{start.FileName} cannot be started: {e.Message}");
        }
    }
}
