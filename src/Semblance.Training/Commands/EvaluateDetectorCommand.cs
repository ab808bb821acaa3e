using System.CommandLine;
using System.Text.Json;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Training.Data;
using Semblance.Training.Detectors;
using Semblance.Training.Loop;
using Semblance.Training.Output;
using Spectre.Console;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train evaluate-detector</c>: detectors side by side on photos they did not learn from.</summary>
internal static class EvaluateDetectorCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder that holds scenes/wider-val, scenes/portraits, lfw-dev and att_faces.", Required = true };
    private static readonly Option<string[]> s_models = new("--model") { Description = "ONNX files of detectors with YuNet's outputs; several are measured side by side.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<float> s_minScore = NumberOption.Create("--min-score", "The score from which a face counts as found (average precision takes all).", Limits.Between(0, 1), () => 0.6f);

    private static readonly Option<string?> s_reference = new("--reference") { Description = "A detector (ONNX); the mean of its landmarks over several sizes of a photo is then a second reference." };

    public static Command Create()
    {
        var command = new Command("evaluate-detector", "Measure detectors: average precision in crowds, photos without a face, landmark error, turned faces, time.") { s_data, s_models, NetworkOptions.Landmarks, s_minScore, s_reference, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var files = arguments.GetRequiredValue(s_models);
        string? referenceFile = arguments.GetValue(s_reference);
        if (files.Append(referenceFile ?? files[0]).FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new DataException($"{missing}: no such file.");
        float minScore = arguments.GetValue(s_minScore);
        using var reference = referenceFile is null ? null : new GridFaceDetector(File.ReadAllBytes(referenceFile));
        var evaluation = new DetectorEvaluation(arguments.GetRequiredValue(s_data), minScore, reference);
        byte[]? landmarks = arguments.GetValue(NetworkOptions.Landmarks) is { } refiner ? NetworkOptions.Read(refiner) : null;
        var reports = files.Select(file => evaluation.Measure(Path.GetFileNameWithoutExtension(file), score => new GridFaceDetector(File.ReadAllBytes(file), new GridOptions { MinScore = score }))).ToList();
        if (landmarks is not null)
        {
            reports.Insert(1, evaluation.Measure(
                $"{reports[0].Model}, refined", score => NetworkOptions.Start(File.ReadAllBytes(files[0]), landmarks, new GridOptions { MinScore = score })));
        }
        Show(reports);
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(new { minScore, detectors = reports }, RecipeJson.Options));
        return ExitCode.Success;
    }

    private static void Show(List<DetectorReport> reports)
    {
        var table = new Table().AddColumn("");
        foreach (var report in reports)
            table.AddColumn(Markup.Escape(report.Model), column => column.RightAligned());
        void Row(string name, Func<DetectorReport, string> value) => table.AddRow([name, .. reports.Select(report => Markup.Escape(value(report)))]);
        foreach (int size in reports[0].Crowds.Keys)
            Row($"AP, {reports[0].Crowds[size].Faces} faces of at least {size} px", report => $"{report.Crowds[size].Value:F3}");
        Row($"no face found, {reports[0].Lfw} photos of lfw-dev", report => $"{report.LfwMissed.Count}");
        Row($"no face found, {reports[0].Att} AT&T photos with border", report => $"{report.AttMissed.Count}");
        Row("the same without border", report => $"{report.AttUnpadded}");
        Row("landmark error, % of the eye distance", report => Percent(report.LandmarkError));
        if (reports[0].ConsensusError is not null)
            Row("the same against the consensus of the reference", report => Percent(report.ConsensusError));
        foreach (var (i, turn) in reports[0].Turned.Index().Where(t => t.Item.Degrees != 0))
            Row($"turned by {turn.Degrees} degrees: found of {turn.Faces}, error", report => $"{report.Turned[i].Found}  {Percent(report.Turned[i].LandmarkError),5}");
        Row("CPU ms, 640 x 480, one thread", report => $"{report.MillisecondsPerFrame:F2}");
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Write(table);
    }

    private static string Percent(double? share) => share is { } known ? $"{100 * known:F2}" : "-";
}
