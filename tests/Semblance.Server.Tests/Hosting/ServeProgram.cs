using System.Diagnostics;
using System.Text.RegularExpressions;
using Semblance.Testing;

namespace Semblance.Server.Tests.Hosting;

/// <summary>The built program's <c>serve</c> as a process of its own.</summary>
internal sealed partial class ServeProgram : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly List<string> _output = [];

    private ServeProgram(string home, string[] arguments)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string program = Path.Combine(TestData.Repository, "artifacts", "bin", "Semblance.Cli", configuration, OperatingSystem.IsWindows() ? "Semblance.Cli.exe" : "Semblance.Cli");
        Assert.True(File.Exists(program), $"{program} is missing: build src/Semblance.Cli.");
        var start = new ProcessStartInfo(program, ["serve", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SEMBLANCE_HOME"] = home;
        start.Environment.Remove("SEMBLANCE_PACK");
        // These tests are about the program; what it checks is tried with the service. A flag wins over this.
        start.Environment["SEMBLANCE__LIVENESS__POLICY"] = "off";
        start.Environment["HOME"] = Directory.CreateDirectory(UserFolderOf(home)).FullName;
        foreach (string name in (string[])["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "ORT_DISABLE_TELEMETRY"])
            start.Environment.Remove(name);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The user's own folder while the program runs.</summary>
    public static string UserFolderOf(string home) => Path.Combine(home, "user");

    /// <summary>Everything it printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    public string Address => AddressLine().Match(Output).Groups[1].Value;

    public string Key => KeyLine().Match(Output).Groups[1].Value;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServeProgram> StartAsync(string home, params string[] arguments)
    {
        var program = new ServeProgram(home, arguments);
        for (var clock = Stopwatch.StartNew(); !program.Output.Contains("Ctrl+C"); await Task.Delay(50))
            Assert.True(clock.Elapsed < s_patience && !program._process.HasExited, $"It does not start: {program.Output}");
        return program;
    }

    /// <summary>Runs it where it is to end by itself.</summary>
    public static (int ExitCode, string Output) Run(string home, params string[] arguments)
    {
        using var program = new ServeProgram(home, arguments);
        return (program.WaitForExit(), program.Output);
    }

    /// <summary>Asks it to stop as Ctrl+C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Asks it to stop, and returns its exit code.</summary>
    public int Stop()
    {
        Interrupt();
        return WaitForExit();
    }

    /// <summary>Ends it at once, as a loss of power would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(s_patience), "It does not end.");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    private void Add(string? line)
    {
        lock (_output)
        {
            if (line is not null)
                _output.Add(line);
        }
    }

    [GeneratedRegex(@"Page: +([^\s#]+)")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"Key: +(smb_\S+)")]
    private static partial Regex KeyLine();
}
