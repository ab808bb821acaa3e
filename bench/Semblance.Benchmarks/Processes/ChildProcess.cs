using System.Diagnostics;
using System.Runtime.InteropServices;
using Semblance.Benchmarks.Output;

namespace Semblance.Benchmarks.Processes;

/// <summary>How a child process ended and what it cost as a whole.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its stdout.</param>
/// <param name="Error">Its stderr.</param>
/// <param name="WallMilliseconds">From the start to the end.</param>
/// <param name="CpuMilliseconds">Processor time, all threads and the kernel's part included.</param>
internal sealed record ChildResult(int ExitCode, string Output, string Error, double WallMilliseconds, double CpuMilliseconds);

/// <summary>Runs one child process after another.</summary>
internal static partial class ChildProcess
{
    private const int Children = -1;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets besides ours.</param>
    /// <param name="expected">The exit codes of success.</param>
    /// <exception cref="BenchmarkException">It cannot be started, or it failed; its exit codes 2 and 3 are passed on.</exception>
    public static ChildResult Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, params int[] expected)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var before = ChildrenCpu();
        long clock = Stopwatch.GetTimestamp();
        using var process = Start(start);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double wall = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        var cpu = OperatingSystem.IsWindows() ? process.TotalProcessorTime : ChildrenCpu() - before;
        if (!expected.Contains(process.ExitCode))
            throw new BenchmarkException(process.ExitCode == ExitCode.BadInput ? ExitCode.BadInput : ExitCode.Environment, $"{Path.GetFileName(program)} ended with code {process.ExitCode}: {error.Result.Trim()}");
        return new ChildResult(process.ExitCode, output, error.Result, wall, cpu.TotalMilliseconds);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchmarkException(ExitCode.Environment, $"{start.FileName} cannot be started: {e.Message}");
        }
    }

    // .NET forgets the times of a process that has ended; the system keeps their sum for all children that were waited for.
    private static TimeSpan ChildrenCpu()
    {
        if (OperatingSystem.IsWindows())
            return default;
        Span<long> usage = stackalloc long[32];
        if (GetUsage(Children, usage) != 0)
            throw new BenchmarkException(ExitCode.Environment, $"getrusage failed (error {Marshal.GetLastPInvokeError()}).");
        // Two pairs of seconds and microseconds: user and system. macOS gives 32 bits of microseconds.
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds((int)usage[1] + (int)usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, Span<long> usage);
}
