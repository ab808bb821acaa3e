using System.CommandLine;
using System.Text.Json;

namespace Semblance.Benchmarks;

/// <summary>
/// Training the lesson's network: semblance-train against PyTorch (eager, the same pairs a batch, the same threads), alternating in
/// one run. The first epoch of each training warms up and is not counted.
/// </summary>
internal static class TrainBenchmark
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder of the AT&T Database of Faces.", Required = true };
    private static readonly Option<int> s_epochs = new("--epochs") { Description = "Epochs a training, the first uncounted.", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> s_rounds = new("--rounds") { Description = "How often all are run in turn.", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> s_threads = new("--threads") { Description = "Threads of each.", DefaultValueFactory = _ => 1 };

    // What semblance-train sets for itself; PyTorch's better mode gets the same.
    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["OMP_WAIT_POLICY"] = "passive",
        ["GOMP_SPINCOUNT"] = "0",
        ["GLIBC_TUNABLES"] = "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=268435456",
    };

    public static Command Create()
    {
        var command = new Command("train", "Speed of training the lesson's network against PyTorch, as a ratio.") { s_data, s_epochs, s_rounds, s_threads, Results.Json };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        var ways = new (string Name, Func<IReadOnlyList<Cost>> Train)[]
        {
            ("semblance-train", () => Semblance(arguments)),
            ("PyTorch, both faces of every pair", () => PyTorch(arguments, "lesson", null)),
            ("PyTorch, each photo once, channels-last, same memory settings", () => PyTorch(arguments, "unique", s_environment)),
        };
        var costs = ways.Select(_ => new List<Cost>()).ToArray();
        for (int round = 0; round < arguments.GetValue(s_rounds); round++)
        {
            for (int i = 0; i < ways.Length; i++)
                costs[i].AddRange(ways[i].Train());
        }
        var rows = ways.Select((way, i) => (
            way.Name,
            Wall: Results.Spread(costs[i].Select(cost => cost.Seconds)).Median,
            Cpu: Results.Spread(costs[i].Select(cost => cost.CpuSeconds)).Median)).ToList();
        Results.Show(arguments.GetValue(Results.Json), $"An epoch of 630 pairs, {arguments.GetValue(s_threads)} thread(s), medians; a ratio over 1: Semblance is faster",
            rows.Select(row => new { row.Name, wallSeconds = row.Wall, cpuSeconds = row.Cpu, pairFacesPerCpuSecond = 1260 / row.Cpu, wallRatio = row.Wall / rows[0].Wall, cpuRatio = row.Cpu / rows[0].Cpu }),
            ["", "wall s", "CPU s", "pair faces a CPU-second", "ratio by wall", "ratio by CPU"],
            rows.Select(row => new[] { row.Name, $"{row.Wall:0.0}", $"{row.Cpu:0.0}", $"{1260 / row.Cpu:0}", $"{row.Wall / rows[0].Wall:0.00}", $"{row.Cpu / rows[0].Cpu:0.00}" }));
    }

    private static IReadOnlyList<Cost> Semblance(ParseResult arguments)
    {
        string folder = Directory.CreateTempSubdirectory("semblance-bench-").FullName;
        try
        {
            var run = Child.Run(Child.Built("Semblance.Training", "semblance-train"), [
                "siamese", "--data", arguments.GetRequiredValue(s_data), "--out", Path.Combine(folder, "pack"), "--epochs", $"{arguments.GetValue(s_epochs)}",
                "--threads", $"{arguments.GetValue(s_threads)}", "--json"]);
            return Costs(run, "costs");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<Cost> PyTorch(ParseResult arguments, string mode, IReadOnlyDictionary<string, string>? environment)
    {
        string script = Path.GetFullPath(Path.Combine(Child.Built("Semblance.Training", "semblance-train"), "../../../../../bench/siamese_pytorch.py"));
        var run = Child.Run("/usr/bin/python3", [
            script, "--data", arguments.GetRequiredValue(s_data), "--mode", mode, "--epochs", $"{arguments.GetValue(s_epochs)}", "--threads", $"{arguments.GetValue(s_threads)}"], environment);
        if (run.Error.Contains("No module named 'torch'", StringComparison.Ordinal))
            throw new BenchmarkException("PyTorch is missing: apt-get install -y python3-torch");
        return Costs(run, "epochs");
    }

    private static IReadOnlyList<Cost> Costs(Child run, string property)
    {
        if (run.Code != 0)
            throw new BenchmarkException(run.Error);
        var costs = JsonDocument.Parse(run.Output).RootElement.GetProperty(property).Deserialize<List<Cost>>(JsonSerializerOptions.Web)!;
        return costs.Count > 1 ? costs[1..] : throw new BenchmarkException("--epochs must be 2 or more: the first one warms up.");
    }

    private sealed record Cost(double Seconds, double CpuSeconds);
}
