using System.CommandLine;
using System.Diagnostics;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Serve;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>serve-load</c>: what a <c>semblance serve</c> of its own process carries, what it does when it is asked for too much, and whether its memory stays.</summary>
internal static class ServeLoadCommand
{
    private const int Saturating = 96;
    private static readonly Option<DirectoryInfo> s_frames = new("--frames") { Description = "A folder of JPEG frames of one person, 640 x 480.", Required = true };
    private static readonly Option<int> s_sessions = CommonOptions.Number("--sessions", "Face sessions at once.", 50, least: 1);
    private static readonly Option<int> s_rate = CommonOptions.Number("--fps", "Frames a second that each session sends.", 10, least: 1);
    private static readonly Option<int> s_verifiers = CommonOptions.Number("--verifiers", "Callers that ask with one photo after another.", 4, least: 1);
    private static readonly Option<int> s_seconds = CommonOptions.Number("--seconds", "Seconds of each part.", 20, least: 1);
    private static readonly Option<int> s_soak = CommonOptions.Number("--soak", "Minutes of sessions and questions, with the memory every half minute, instead of the parts.", 0, least: 0);

    public static Command Create()
    {
        var command = new Command("serve-load", "Drive semblance serve, in a process of its own, with sessions and 1:1 questions; saturate it; see it recover. Uses the Release build.")
        {
            s_frames, s_sessions, s_rate, s_verifiers, s_seconds, s_soak, CommonOptions.Json,
        };
        command.SetAction((arguments, _) => RunAsync(arguments));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        var folder = arguments.GetRequiredValue(s_frames);
        byte[][] frames = folder.Exists ? [.. folder.EnumerateFiles("*.jpg").OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => File.ReadAllBytes(file.FullName))] : [];
        if (frames.Length == 0)
            throw new BenchmarkException(ExitCode.BadInput, $"{folder.FullName} holds no .jpg files.");
        int sessions = arguments.GetValue(s_sessions);
        // The limits of callers would end the load before the machine does; those of the machine stay as they are.
        using var serve = await ServeProcess.StartAsync(
            "Limits:RequestsPerMinutePerKey=1000000", "Limits:RequestsPerMinutePerAddress=1000000", "Limits:RequestsAtOncePerKey=64", $"Limits:SessionsPerKey={sessions + 10}");
        var clients = new Clients(serve, frames, arguments.GetValue(s_rate));
        await clients.EnrolAsync();
        bool json = arguments.GetValue(CommonOptions.Json);
        var seconds = TimeSpan.FromSeconds(arguments.GetValue(s_seconds));
        return arguments.GetValue(s_soak) is > 0 and var minutes
            ? await SoakAsync(serve, clients, sessions, TimeSpan.FromMinutes(minutes), json)
            : await LoadAsync(serve, clients, sessions, arguments.GetValue(s_verifiers), seconds, json);
    }

    private static async Task<int> LoadAsync(ServeProcess serve, Clients clients, int sessions, int verifiers, TimeSpan seconds, bool json)
    {
        var calm = await PartAsync("1:1 questions", serve, verifiers, seconds, clients.VerifyAsync);
        var ended = new Tally();
        var live = await PartAsync($"{sessions} sessions", serve, sessions, seconds, (tally, until) => clients.SessionsAsync(ended, tally, until));
        var flood = await PartAsync($"{Saturating} callers at once", serve, Saturating, seconds, clients.VerifyAsync);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var after = await PartAsync("1:1 questions, afterwards", serve, verifiers, seconds, clients.VerifyAsync);

        var table = Results.Table("semblance serve", "part", "answers/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms each", "MB", "answers");
        foreach (var part in (Part[])[calm, live, flood, after])
        {
            table.AddRow(
                part.Name, $"{part.PerSecond:F1}", $"{part.Latency.P50:F0}", $"{part.Latency.P95:F0}", $"{part.Latency.P99:F0}", $"{part.CpuMilliseconds:F1}", $"{part.Megabytes:F0}",
                string.Join(", ", part.Answers.Select(answer => $"{answer.Key} {answer.Value}")));
        }
        Results.Print(
            json, new { benchmark = "serve-load", sessions, calm, live, sessionsEnded = ended.Answers, sessionMilliseconds = ended.Latency(), flood, after },
            table, $"Of sessions, answers are frames; the sessions ended: {string.Join(", ", ended.Answers.Select(answer => $"{answer.Key} {answer.Value}"))}.",
            "Latency is that of answers with 200; CPU is that of the server's process, divided by those.");
        return ExitCode.Success;
    }

    private static async Task<int> SoakAsync(ServeProcess serve, Clients clients, int sessions, TimeSpan length, bool json)
    {
        using var until = new CancellationTokenSource(length);
        var (ended, answers, questions) = (new Tally(), new Tally(), new Tally());
        var work = Enumerable.Range(0, sessions).Select(_ => clients.SessionsAsync(ended, answers, until.Token)).Append(clients.VerifyAsync(questions, until.Token)).ToList();
        var memory = new List<Sample>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < length;)
        {
            await Task.Delay(length < TimeSpan.FromMinutes(5) ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(30), CancellationToken.None);
            memory.Add(new Sample(Math.Round(clock.Elapsed.TotalMinutes, 1), Math.Round(serve.Megabytes)));
            Console.Error.WriteLine($"{memory[^1].Minutes,5:F1} min  {memory[^1].Megabytes,5:F0} MB");
        }
        await Task.WhenAll(work);
        int third = Math.Max(1, memory.Count / 3);
        double middle = Results.Median(memory.Skip(third).Take(third).Select(sample => sample.Megabytes)), last = Results.Median(memory.TakeLast(third).Select(sample => sample.Megabytes));
        var table = Results.Table("semblance serve, over time", "", "");
        table.AddRow("MB, median of the second third", $"{middle:F0}").AddRow("MB, median of the last third", $"{last:F0}").AddRow("frames", $"{answers.Timed}").AddRow("1:1 questions", $"{questions.Timed}");
        Results.Print(
            json, new { benchmark = "serve-soak", minutes = length.TotalMinutes, sessions, memory, secondThird = middle, lastThird = last, sessionsEnded = ended.Answers, questions = questions.Answers },
            table, $"The sessions ended: {string.Join(", ", ended.Answers.Select(answer => $"{answer.Key} {answer.Value}"))}.");
        return ExitCode.Success;
    }

    private static async Task<Part> PartAsync(string name, ServeProcess serve, int callers, TimeSpan length, Func<Tally, CancellationToken, Task> call)
    {
        var tally = new Tally();
        var (cpu, clock) = (serve.Cpu, Stopwatch.StartNew());
        using var until = new CancellationTokenSource(length);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => call(tally, until.Token), CancellationToken.None)));
        double good = Math.Max(1, tally.Timed);
        return new Part(name, Math.Round(tally.Timed / clock.Elapsed.TotalSeconds, 1), tally.Latency(), Math.Round((serve.Cpu - cpu).TotalMilliseconds / good, 1), Math.Round(serve.Megabytes), tally.Answers);
    }

    private sealed record Part(string Name, double PerSecond, Latency Latency, double CpuMilliseconds, double Megabytes, IReadOnlyDictionary<string, int> Answers);

    private sealed record Sample(double Minutes, double Megabytes);
}
