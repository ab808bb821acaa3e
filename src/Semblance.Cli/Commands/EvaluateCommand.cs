using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Reports;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance evaluate --pairs LIST --images FOLDER</c>: how well a pack tells people apart, on pairs of photos.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string?> s_pairs = new("--pairs") { Description = "The pairs: a CSV with the header a,b,same,fold, or LFW's pairs.txt.", HelpName = "FILE" };
    private static readonly Option<string?> s_images = new("--images") { Description = "The folder that the list's paths are relative to.", HelpName = "FOLDER" };
    private static readonly Option<string?> s_groups = new("--groups") { Description = "Photos by groups of people: a CSV file with the columns file, perhaps person, and group (or those of --by). Says how often people of one group are taken for each other, at the pack's thresholds.", HelpName = "FILE" };
    private static readonly Option<string?> s_report = new("--report") { Description = "Write ROC, DET, histogram, the worst pairs and what quality does to errors into this folder.", HelpName = "FOLDER" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "evaluate",
            "Measure a pack on pairs of photos: accuracy, EER, AUC, TAR at fixed FMR, with intervals; and within groups of people.",
            "semblance evaluate --pairs pairs.csv --images lfw --report report",
            "semblance evaluate --pairs att.csv --images att_faces --aligned --json",
            "semblance evaluate --groups groups.csv --by race sex")
        {
            s_pairs, s_images, s_groups, PhotoEmbedding.By, PhotoEmbedding.Aligned, PhotoEmbedding.Border, s_report, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
        };
        command.Validators.Add(Check);
        return command.Runs(Run);
    }

    private static void Check(CommandResult result)
    {
        bool pairs = result.GetValue(s_pairs) is not null, groups = result.GetValue(s_groups) is not null;
        if (pairs != result.GetValue(s_images) is not null)
            result.AddError("--pairs and --images belong together.");
        else if (!pairs && !groups)
            result.AddError("Give --pairs and --images, or --groups, or both.");
        else if (!pairs && result.GetValue(s_report) is not null)
            result.AddError("--report is about --pairs.");
    }

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var list = arguments.GetValue(s_pairs) is { } file ? PairList.Read(file, arguments.GetValue(s_images)!) : null;
        var grouped = arguments.GetValue(s_groups) is { } groupFile ? GroupedPhotos.Read(groupFile, arguments.GetValue(PhotoEmbedding.By) ?? []) : null;
        string? report = arguments.GetValue(s_report);
        if (File.Exists(report))
            throw new UsageException($"--report {report}: this is a file, not a folder.");
        using var engine = Engine.Start(arguments);
        var photos = new PhotoEmbedding(engine, arguments, measure: report is not null);

        var document = list is null ? new JsonObject { ["pack"] = engine.Pack.Id } : OnPairs(list, photos, engine, report, terminal, cancellation);
        if (grouped is not null)
            document["groups"] = Within(grouped, photos, engine, terminal, cancellation);
        terminal.Document(document);
        if (report is not null)
            Terminal.Note($"Report: {Path.Combine(report, "report.md")}. It shows faces of the photos: treat it like them.");
        return ExitCode.Success;
    }

    private static JsonObject OnPairs(PairList list, PhotoEmbedding photos, Engine engine, string? report, Terminal terminal, CancellationToken cancellation)
    {
        var run = ProgressDisplay.Run("Reading faces", 1, show => PairEvaluator.Run(
            list,
            photos.Embed,
            engine.Pack.Comparator,
            new DirectProgress(done => show((double)done.Done / done.Total, $"Reading faces, {done.Done} of {done.Total}")),
            cancellation));
        var result = ProgressDisplay.Run("Computing intervals", null, _ => VerificationMetrics.Compute(run.Pairs));
        if (report is not null)
            EvaluationReport.Write(report, run, result, engine.Pack.Id, EffectOf(photos.Quality, run, engine.Pack.ThresholdFor()));
        Show(terminal, result, run);
        return EvaluationJson.ToJson(result, run.MillisecondsPerFace, engine.Pack.Id);
    }

    private static JsonNode? Within(GroupedPhotos grouped, PhotoEmbedding photos, Engine engine, Terminal terminal, CancellationToken cancellation)
    {
        var scores = photos.Compare(grouped, cancellation);
        var thresholds = engine.Pack.Manifest.Thresholds.Where(threshold => threshold.Fmr is not null).Select(threshold => (threshold.Fmr!.Value, threshold.Score)).ToList();
        if (!thresholds.Any(threshold => GroupedPhotos.Rates.Contains(threshold.Value)))
            throw new CalibrationException($"The pack {engine.Pack.Id} is not calibrated, so nothing can be said of its rates within groups: semblance calibrate first.");
        var groups = ProgressDisplay.Run("Computing bounds", null, _ => ThresholdCalibration.Within(scores, thresholds, engine.Pack.Comparator));
        foreach (string line in CalibrationText.Groups(groups))
            terminal.Say(line);
        long failed = scores.Sum(group => group.Scores.FailedImpostor);
        if (failed > 0)
            terminal.Say($"{failed} pairs hold a photo without a usable face; no rate counts them.");
        return JsonSerializer.SerializeToNode(groups, PackManifest.Json);
    }

    // At the pack's own threshold: its users meet that one.
    private static QualityEffect? EffectOf(IReadOnlyDictionary<string, FaceQuality> quality, EvaluationRun run, Threshold threshold) => quality.Count == 0 ? null : new QualityEffect(
        $"the pack's threshold {threshold.Score:0.###}, {Words.Calibration(threshold)}",
        QualityMeasure.Curves(run, quality, run.Comparator.ToSimilarity(threshold.Score)));

    private static void Show(Terminal terminal, VerificationResult result, EvaluationRun run)
    {
        terminal.Say($"{result.Pairs} pairs ({result.Genuine} genuine, {result.Impostor} impostor) of {result.Subjects} people, {run.MillisecondsPerFace:0.0} ms a face");
        terminal.Say($"failed to acquire   {result.FailedToAcquire} pairs ({result.FailedGenuine} genuine, {result.FailedImpostor} impostor), {run.PhotosFailed} of {run.Photos} photos");
        terminal.Say($"accuracy            {Rate(result.Accuracy, result.AccuracyInterval)}");
        terminal.Say($"AUC                 {Rate(result.Auc, result.AucInterval)}");
        terminal.Say($"EER                 {Rate(result.Eer, result.EerInterval)}");
        foreach (var tar in result.TarAtFmr)
            terminal.Say($"{$"TAR at FMR {tar.Fmr * 100:0.###} %",-20}{Rate(tar.Tar, tar.Interval)}{(tar is { Weak: true, Tar: not null } ? ", on few comparisons" : "")}");
    }

    private static string Rate(double? rate, RateInterval? interval) => rate is null
        ? "not carried by this many pairs"
        : $"{rate * 100:0.00} %{(interval is { } known ? $"  (95 %: {known.Low * 100:0.00} to {known.High * 100:0.00})" : "")}";
}
