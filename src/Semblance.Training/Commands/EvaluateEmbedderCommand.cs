using System.CommandLine;
using System.Diagnostics;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.Reports;
using Semblance.Training.Evaluation;
using Semblance.Training.Loop;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train evaluate-embedder</c>: a face network on LFW's development set, AT&amp;T and held-out people of CFP.</summary>
internal static class EvaluateEmbedderCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder with lfw-dev, att_faces, att_glasses.csv and faces.", Required = true };
    private static readonly Option<string?> s_cache = new("--cache") { Description = "A folder that keeps the aligned faces, so that the next evaluation need not look for them again." };
    private static readonly Option<string?> s_report = new("--report") { Description = "A folder for ROC, DET and report.json." };
    private static readonly Option<int> s_resamples = NumberOption.Create("--resamples", "Bootstrap resamples behind the intervals; 0 for none.", Limits.From(0), () => 1000);

    public static Command Create()
    {
        var command = new Command("evaluate-embedder", "Measure a face network: lfw-dev accuracy and TAR, AT&T EER, with against without glasses, frontal against profile, time.")
        {
            NetworkOptions.Model, NetworkOptions.Channels, NetworkOptions.Mean, NetworkOptions.Scale, NetworkOptions.Detector, NetworkOptions.Landmarks, NetworkOptions.UnsureScore, s_data, s_cache, s_resamples, s_report, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string? folder = arguments.GetValue(s_report);
        if (folder is not null)
            PictureFont.Require();
        var (detector, hash) = NetworkOptions.StartDetector(arguments);
        using var owned = detector;
        using var embedder = NetworkOptions.StartEmbedder(arguments);
        var clock = Stopwatch.StartNew();
        var benchmark = EmbedderBenchmark.Read(arguments.GetRequiredValue(s_data), detector, hash, arguments.GetValue(s_cache));
        Console.Error.WriteLine($"{benchmark.Faces} faces in {clock.Elapsed.TotalSeconds:F1} s");
        clock.Restart();
        var report = benchmark.Run(embedder, new MetricsOptions { Resamples = arguments.GetValue(s_resamples) });
        foreach (string line in EmbedderReportJson.ToLines(report))
            Console.Error.WriteLine(line);
        Console.Error.WriteLine($"measured in {clock.Elapsed.TotalSeconds:F1} s");
        var json = EmbedderReportJson.ToJson(report);
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            RocPlot.Save(Path.Combine(folder, "roc.png"), report.Curves);
            DetPlot.Save(Path.Combine(folder, "det.png"), report.Curves);
            File.WriteAllText(Path.Combine(folder, "report.json"), json.ToJsonString(RecipeJson.Options));
        }
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(json.ToJsonString());
        return ExitCode.Success;
    }
}
