using System.CommandLine;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Processes;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>start</c>: what one call of <c>semblance compare</c> costs as a whole process, beside <c>semblance --version</c>, which loads no models.</summary>
internal static class StartCommand
{
    private static readonly Argument<string> s_first = new("A") { Description = "A photo." };
    private static readonly Argument<string> s_second = new("B") { Description = "Another photo." };
    private static readonly Option<int> s_runs = CommonOptions.Number("--runs", "Runs of each, after one that does not count.", 10, least: 1);

    public static Command Create()
    {
        var command = new Command("start", "Time of a whole process: semblance compare A B beside semblance --version. Uses the Release build.")
        {
            s_first, s_second, CommonOptions.Pack, s_runs, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string semblance = ReleaseBuild.Program("Semblance.Cli", "semblance");
        string[] compare = ["compare", arguments.GetRequiredValue(s_first), arguments.GetRequiredValue(s_second), "--pack", arguments.GetRequiredValue(CommonOptions.Pack), "--json"];
        int runs = arguments.GetValue(s_runs);
        var compared = new List<ChildResult>();
        var empty = new List<ChildResult>();
        for (int i = 0; i <= runs; i++)
        {
            compared.Add(ChildProcess.Run(semblance, compare, null, 0, 1)); // 1: another outcome than a match
            empty.Add(ChildProcess.Run(semblance, ["--version"], null, 0));
        }
        Print(arguments.GetValue(CommonOptions.Json), runs, compared[1..], empty[1..]);
        return ExitCode.Success;
    }

    private static void Print(bool json, int runs, List<ChildResult> compared, List<ChildResult> empty)
    {
        var table = Results.Table($"Whole process, {runs} runs: ms", "", "min", "median", "max");
        var figures = new Dictionary<string, Spread>
        {
            ["compare, passed"] = Spread.Of(compared.Select(run => run.WallMilliseconds)),
            ["compare, CPU"] = Spread.Of(compared.Select(run => run.CpuMilliseconds)),
            ["--version, passed"] = Spread.Of(empty.Select(run => run.WallMilliseconds)),
            ["--version, CPU"] = Spread.Of(empty.Select(run => run.CpuMilliseconds)),
        };
        foreach (var (name, spread) in figures)
            table.AddRow(name, $"{spread.Min:F0}", $"{spread.Median:F0}", $"{spread.Max:F0}");
        Results.Print(
            json,
            new
            {
                benchmark = "start", runs,
                compare = new { wall = figures["compare, passed"], cpu = figures["compare, CPU"] },
                version = new { wall = figures["--version, passed"], cpu = figures["--version, CPU"] },
            },
            table, "--version starts the same program without models and photos.");
    }

    private sealed record Spread(double Min, double Median, double Max)
    {
        public static Spread Of(IEnumerable<double> values)
        {
            double[] all = [.. values];
            return new Spread(all.Min(), Results.Median(all), all.Max());
        }
    }
}
