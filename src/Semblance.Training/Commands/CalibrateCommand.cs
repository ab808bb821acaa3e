using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.Packs;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Evaluation;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train calibrate</c>: thresholds of a pack on the people that its training never saw.</summary>
internal static class CalibrateCommand
{
    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack's folder; its faces are aligned by five points.", Required = true };
    private static readonly Option<string> s_data = new("--data") { Description = "The folder with faces (labelled/IDENTITY/*.jpg) and lfw-dev.", Required = true };
    private static readonly Option<double> s_jitter = NumberOption.Create<double>("--jitter", "How much the pack's detector errs: standard deviation of a landmark's coordinates in pixels of the 112 x 112 template. The collection's faces were aligned by another detector.", Limits.Between(0, 112), () => 0);
    private static readonly Option<bool> s_realign = new("--realign") { Description = "Instead: find and align every face anew with the pack's own detector, whose errors are then in the table as they are." };
    private static readonly Option<int> s_resamples = NumberOption.Create("--resamples", "Bootstrap resamples behind each bound.", Limits.From(0), () => 1000);
    private static readonly Option<string?> s_report = new("--report") { Description = "A folder for ROC, DET, histogram, the worst pairs and contact sheets of the 200 highest impostor scores. It shows faces: treat it like them." };
    private static readonly Option<string?> s_cache = new("--cache") { Description = "A folder that keeps the aligned faces of lfw-dev." };
    private static readonly Option<string?> s_groups = new("--groups") { Description = "A CSV file of photos by groups of people (columns file, perhaps person, and those of --by): each rate is kept within every group that is large enough, and the table says what it is in each." };
    private static readonly Option<string[]> s_by = new("--by") { Description = "The columns of --groups that make the groups. Default: group.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> s_write = new("--write") { Description = "Write the table and the thresholds into the pack's pack.json." };

    public static Command Create()
    {
        var command = new Command("calibrate", "Calibrate a pack's thresholds on held-out people: a score for each false match rate, with bounds, and the same by condition.")
        {
            s_pack, s_data, s_jitter, s_realign, s_resamples, s_report, s_cache, s_groups, s_by, s_write, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(s_pack));
        if (pack.Manifest.Alignment != "fivePoint")
            throw new DataException($"The pack {pack.Manifest.Name} is not aligned by five points, as the collection's faces are: semblance calibrate makes its table on photos.");
        string data = arguments.GetRequiredValue(s_data);
        string? report = arguments.GetValue(s_report);
        if (report is not null)
            PictureFont.Require();
        var clock = Stopwatch.StartNew();
        using var embedder = pack.CreateEmbedder();
        var seen = LabelErrors.SeenInTraining();
        var faces = HeldOutFaces.Read(Path.Combine(data, "faces"), (split, identity) => split.IsForCalibration(identity) && !seen.Contains(identity));
        Console.Error.WriteLine($"{faces.Count} faces of people held out of training, read in {clock.Elapsed.TotalSeconds:F0} s");
        var options = new CalibrationOptions { Resamples = arguments.GetValue(s_resamples) };
        using var detector = pack.CreateDetector();
        var aligner = pack.CreateAligner();
        var alignment = arguments.GetValue(s_realign) ? HeldOutAlignment.By(detector) : HeldOutAlignment.Stored(arguments.GetValue(s_jitter));
        var calibration = new EmbedderCalibration(faces, embedder, pack.Comparator, alignment, options);
        if (calibration.Faces < faces.Count)
            Console.Error.WriteLine($"In {faces.Count - calibration.Faces} of them the pack's detector finds no face; they are left out.");
        Console.Error.WriteLine($"embedded and compared after {clock.Elapsed.TotalSeconds:F0} s");
        string detectorHash = pack.Manifest.Detector.ToString()!;
        var lfw = LfwPhotos.Read(data, detector, detectorHash, arguments.GetValue(s_cache));
        var groups = arguments.GetValue(s_groups) is { } list ? GroupedPhotos.Read(list, arguments.GetValue(s_by) ?? []).Compare(Embed, pack.Comparator) : [];
        var table = calibration.Compute(lfw.AllImpostors([.. lfw.Found.Faces.Select(face => face is null ? null : embedder.Embed(face))], pack.Comparator, tailShare: 1), groups);
        foreach (string line in CalibrationText.Lines(table))
            Console.Error.WriteLine(line);
        if (report is not null)
            CalibrationReport.Write(report, calibration, table, pack.Comparator);
        if (arguments.GetValue(s_write))
            PackCalibration.Write(pack, table, EvidenceEntry.Of(calibration.Scores, table, pack.Comparator));
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(table, PackManifest.Json));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done in {clock.Elapsed.TotalSeconds:F0} s"));
        return ExitCode.Success;

        Embedding? Embed(string file)
        {
            var photo = PhotoReader.Read(file);
            return FaceSelection.MostCentral(detector.Detect(photo), photo.Width, photo.Height) is FaceSelection.Main main ? embedder.Embed(aligner.Align(photo, main.Face)) : null;
        }
    }
}
