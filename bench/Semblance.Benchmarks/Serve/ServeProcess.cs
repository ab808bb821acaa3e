using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Processes;

namespace Semblance.Benchmarks.Serve;

/// <summary><c>semblance serve</c> as a process of its own, with a home of its own that is removed with it.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("semblance-bench-");
    private readonly Process _process;
    private readonly List<string> _output = [];

    private ServeProcess(IEnumerable<string> settings)
    {
        string[] arguments = ["serve", "--urls", "http://127.0.0.1:0", .. settings.SelectMany(setting => (string[])["--set", setting])];
        var start = new ProcessStartInfo(ReleaseBuild.Program("Semblance.Cli", "semblance"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SEMBLANCE_HOME"] = _home.FullName;
        _process = Process.Start(start) ?? throw new BenchmarkException(ExitCode.Environment, "semblance serve cannot be started.");
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = null!;
    }

    /// <summary>Asks it with the first administrator's key.</summary>
    public HttpClient Http { get; private set; }

    /// <summary>Its address for sockets.</summary>
    public Uri Sockets => new(Http.BaseAddress!.AbsoluteUri.Replace("http://", "ws://", StringComparison.Ordinal));

    /// <summary>Processor time so far, all threads and the kernel's part included.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory in use, in MB (resident set).</summary>
    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">Settings as NAME=VALUE.</param>
    public static async Task<ServeProcess> StartAsync(params string[] settings)
    {
        var serve = new ServeProcess(settings);
        try
        {
            for (var clock = Stopwatch.StartNew(); !serve.Output.Contains("Ctrl+C"); await Task.Delay(50))
            {
                if (serve._process.HasExited || clock.Elapsed > s_patience)
                    throw new BenchmarkException(ExitCode.Environment, $"semblance serve does not start: {serve.Output}");
            }
            var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1000 };
            serve.Http = new HttpClient(handler) { BaseAddress = new Uri(Address().Match(serve.Output).Groups[1].Value), Timeout = TimeSpan.FromMinutes(2) };
            serve.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key().Match(serve.Output).Groups[1].Value);
            return serve;
        }
        catch
        {
            serve.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Http?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    private void Add(string? line)
    {
        lock (_output)
            _output.Add(line ?? "");
    }

    [GeneratedRegex(@"Page: +(\S+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"Key: +(smb_\S+)")]
    private static partial Regex Key();
}
