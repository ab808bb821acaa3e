using System.Diagnostics;
using System.Text.RegularExpressions;
using Semblance.Cli.Login;

namespace Semblance.Login.Tests;

/// <summary>A daemon in a process of its own, made of this test program: only a test can give it a clip for a camera.</summary>
internal sealed partial class DaemonProcess : IDisposable
{
    private readonly Process _process;

    public DaemonProcess(string root, string socket, string camera)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Semblance.Login.Tests");
        _process = Process.Start(new ProcessStartInfo(program, ["daemon", root, socket, camera]) { RedirectStandardOutput = true })!;
        Assert.Equal("listening", _process.StandardOutput.ReadLine());
    }

    /// <summary>What its open descriptors stand for, sorted; those that another thread closed meanwhile are left out.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles($"/proc/{_process.Id}/fd").Select(Target).OfType<string>().Select(target => Numbers().Replace(target, "N")).Order(StringComparer.Ordinal)];

    /// <summary>How many sockets it has open: one more while somebody asks.</summary>
    public int Sockets => Files.Count(file => file.StartsWith("socket:", StringComparison.Ordinal));

    public int Threads => Directory.GetDirectories($"/proc/{_process.Id}/task").Length;

    /// <summary>Memory in use, in megabytes.</summary>
    public double Megabytes => long.Parse(File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024.0;

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var places = new LoginPlaces(args[0]);
        await using var store = await places.OpenAsync(default);
        using var daemon = new LoginDaemon(new LoginSettings(), store, places, (_, cancellation) => Cameras.Open(args[2], cancellation), Console.Error.WriteLine);
        using var listener = Listening.At(args[1]);
        Console.WriteLine("listening");
        await daemon.RunAsync(listener, endsWhenIdle: false, CancellationToken.None);
        return 0;
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
