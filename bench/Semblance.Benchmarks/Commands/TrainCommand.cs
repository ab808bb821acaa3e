using System.CommandLine;
using System.Text.Json;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Processes;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>train</c>: the lesson's training in semblance-train and in PyTorch, in turns, each in a process of its own.</summary>
internal static class TrainCommand
{
    private const int Pairs = 630;

    private static readonly Option<string> s_data = new("--data") { Description = "The folder of the AT&T Database of Faces (s1 to s40).", Required = true };
    private static readonly Option<int> s_epochs = CommonOptions.Number("--epochs", "Epochs of each process; the first one warms up and does not count.", 2, least: 2);
    private static readonly Option<int> s_rounds = CommonOptions.Number("--rounds", "How often the three take turns.", 1, least: 1);
    private static readonly Option<int> s_threads = CommonOptions.Number("--threads", "Threads of each.", 1, least: 1);
    private static readonly Option<string> s_python = new("--python") { Description = "The Python that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3" };

    public static Command Create()
    {
        var command = new Command("train", "Time of an epoch of the lesson's training, beside the same network in PyTorch. Uses the Release build.")
        {
            s_data, s_epochs, s_rounds, s_threads, s_python, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string trainer = ReleaseBuild.Program("Semblance.Training", "semblance-train");
        List<Epoch> ours = [], lesson = [], unique = [];
        for (int round = 0; round < arguments.GetValue(s_rounds); round++)
        {
            ours.AddRange(SemblanceTrain(trainer, arguments));
            unique.AddRange(PyTorch("unique", arguments));
            lesson.AddRange(PyTorch("lesson", arguments));
        }
        Print(arguments, ours, lesson, unique);
        return ExitCode.Success;
    }

    private static IEnumerable<Epoch> SemblanceTrain(string trainer, ParseResult arguments)
    {
        string folder = Directory.CreateTempSubdirectory("semblance-benchmark-").FullName;
        try
        {
            var child = ChildProcess.Run(trainer, ["siamese", "--recipe", "lesson", "--test-identities", "5", "--out", folder, .. Shared(arguments)], null, 0);
            using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "training.json")));
            return Epoch.Counted(summary.RootElement.GetProperty("costs"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Epoch> PyTorch(string mode, ParseResult arguments)
    {
        string script = Path.Combine(ReleaseBuild.Root, "bench", "siamese_pytorch.py");
        string threads = $"{arguments.GetValue(s_threads)}";
        var environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = threads, ["OPENBLAS_NUM_THREADS"] = threads };
        if (mode == "unique")
        {
            // What semblance-train sets for itself, so that the memory allocator makes no difference.
            environment["OMP_WAIT_POLICY"] = "passive";
            environment["GOMP_SPINCOUNT"] = "0";
            environment["GLIBC_TUNABLES"] = "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=268435456";
        }
        var child = ChildProcess.Run(arguments.GetRequiredValue(s_python), [script, "--mode", mode, .. Shared(arguments)], environment, 0);
        using var document = JsonDocument.Parse(child.Output);
        return Epoch.Counted(document.RootElement.GetProperty("costs"));
    }

    private static string[] Shared(ParseResult arguments) =>
        ["--data", arguments.GetRequiredValue(s_data), "--epochs", $"{arguments.GetValue(s_epochs)}", "--threads", $"{arguments.GetValue(s_threads)}"];

    private static void Print(ParseResult arguments, List<Epoch> ours, List<Epoch> lesson, List<Epoch> unique)
    {
        var table = Results.Table(
            $"Training, {Pairs} pairs an epoch, {arguments.GetValue(s_threads)} thread(s), median of {ours.Count} epoch(s)", "", "s an epoch", "CPU s an epoch", "pair faces/s", "ratio, passed", "ratio, CPU");
        Row("Semblance", ours);
        Row("PyTorch, each photo once a batch", unique);
        Row("PyTorch, as the lesson does it", lesson);
        Results.Print(
            arguments.GetValue(CommonOptions.Json),
            new { benchmark = "train", pairs = Pairs, threads = arguments.GetValue(s_threads), epochs = ours.Count, semblance = Figures(ours), unique = Figures(unique), lesson = Figures(lesson) },
            table, "Ratio: what PyTorch needs / what Semblance needs.");

        void Row(string name, List<Epoch> epochs) => table.AddRow(
            name, $"{Wall(epochs):F1}", $"{Cpu(epochs):F1}", $"{2 * Pairs / Wall(epochs):F0}", $"{Wall(epochs) / Wall(ours):F2}", $"{Cpu(epochs) / Cpu(ours):F2}");

        object Figures(List<Epoch> epochs) => new
        {
            seconds = Wall(epochs), cpuSeconds = Cpu(epochs), pairFacesPerSecond = 2 * Pairs / Wall(epochs), ratioWall = Wall(epochs) / Wall(ours), ratioCpu = Cpu(epochs) / Cpu(ours), each = epochs,
        };
    }

    private static double Wall(List<Epoch> epochs) => Results.Median(epochs.Select(epoch => epoch.Seconds));

    private static double Cpu(List<Epoch> epochs) => Results.Median(epochs.Select(epoch => epoch.CpuSeconds));

    /// <summary>What an epoch cost, and how many faces the network embedded for it.</summary>
    private sealed record Epoch(int Images, double Seconds, double CpuSeconds)
    {
        public static IEnumerable<Epoch> Counted(JsonElement costs) =>
            [.. costs.EnumerateArray().Skip(1).Select(cost => new Epoch(cost.GetProperty("images").GetInt32(), cost.GetProperty("seconds").GetDouble(), cost.GetProperty("cpuSeconds").GetDouble()))];
    }
}
