using System.CommandLine;

namespace Semblance.Benchmarks;

/// <summary>How long a whole <c>semblance compare A B</c> takes as a process, beside a process that only prints its version.</summary>
internal static class StartBenchmark
{
    private static readonly Argument<string> s_first = new("A") { Description = "A photo." };
    private static readonly Argument<string> s_second = new("B") { Description = "Another." };
    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack.", Required = true };
    private static readonly Option<int> s_runs = new("--runs") { Description = "How often.", DefaultValueFactory = _ => 10 };

    public static Command Create()
    {
        var command = new Command("start", "Time of a whole semblance compare, from start to exit.") { s_first, s_second, s_pack, s_runs, Results.Json };
        command.SetAction(arguments =>
        {
            string program = Child.Built("Semblance.Cli", "semblance");
            string[] compare = ["compare", arguments.GetRequiredValue(s_first), arguments.GetRequiredValue(s_second), "--pack", arguments.GetRequiredValue(s_pack), "--json"];
            var rows = new List<(string Name, (double Min, double Median, double Max) Wall, (double Min, double Median, double Max) Cpu)>();
            foreach (var (name, line) in new[] { ("semblance compare A B", compare), ("semblance --version", ["--version"]) })
            {
                var runs = Enumerable.Range(0, arguments.GetValue(s_runs) + 1).Select(_ => Child.Run(program, line)).Skip(1).ToList();
                if (runs.Find(run => run.Code > 1) is { } broken)
                    throw new BenchmarkException(broken.Error);
                rows.Add((name, Results.Spread(runs.Select(run => 1000 * run.Seconds)), Results.Spread(runs.Select(run => 1000 * run.CpuSeconds))));
            }
            Results.Show(arguments.GetValue(Results.Json), $"{arguments.GetValue(s_runs)} runs; minimum, median, maximum",
                rows.Select(row => new { row.Name, wallMilliseconds = new[] { row.Wall.Min, row.Wall.Median, row.Wall.Max }, cpuMilliseconds = new[] { row.Cpu.Min, row.Cpu.Median, row.Cpu.Max } }),
                ["process", "wall ms", "CPU ms"],
                rows.Select(row => new[] { row.Name, Words(row.Wall), Words(row.Cpu) }));
        });
        return command;
    }

    private static string Words((double Min, double Median, double Max) spread) => $"{spread.Min:0}  {spread.Median:0}  {spread.Max:0}";
}
