using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Evaluation;
using Semblance.Reports;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance evaluate --pairs LIST --images FOLDER</c>: how well a pack tells people apart, on pairs of photos.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> s_pairs = new("--pairs") { Description = "The pairs: a CSV with the header a,b,same,fold, or LFW's pairs.txt.", HelpName = "FILE", Required = true };
    private static readonly Option<string> s_images = new("--images") { Description = "The folder that the list's paths are relative to.", HelpName = "FOLDER", Required = true };
    private static readonly Option<string?> s_report = new("--report") { Description = "Write ROC, DET, histogram, the worst pairs and what quality does to errors into this folder.", HelpName = "FOLDER" };

    public static Command Create()
    {
        return new ExampledCommand(
            "evaluate",
            "Measure a pack on pairs of photos: accuracy, EER, AUC, TAR at fixed FMR, with intervals.",
            "semblance evaluate --pairs pairs.csv --images lfw --report report",
            "semblance evaluate --pairs att.csv --images att_faces --aligned --json")
        {
            s_pairs, s_images, PhotoEmbedding.Aligned, PhotoEmbedding.Border, s_report, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
        }.Runs(Run);
    }

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var list = PairList.Read(arguments.GetRequiredValue(s_pairs), arguments.GetRequiredValue(s_images));
        string? report = arguments.GetValue(s_report);
        if (File.Exists(report))
            throw new UsageException($"--report {report}: this is a file, not a folder.");
        using var engine = Engine.Start(arguments);
        var photos = new PhotoEmbedding(engine, arguments, measure: report is not null);

        var run = ProgressDisplay.Run("Reading faces", 1, show => PairEvaluator.Run(
            list,
            photos.Embed,
            engine.Pack.Comparator,
            new DirectProgress(done => show((double)done.Done / done.Total, $"Reading faces, {done.Done} of {done.Total}")),
            cancellation));
        var result = ProgressDisplay.Run("Computing intervals", null, _ => VerificationMetrics.Compute(run.Pairs));

        if (report is not null)
            EvaluationReport.Write(report, run, result, engine.Pack.Id, EffectOf(photos.Quality, run, engine.Pack.ThresholdFor()));

        terminal.Document(EvaluationJson.ToJson(result, run.MillisecondsPerFace, engine.Pack.Id));
        if (!terminal.IsJson)
            Show(terminal, result, run);
        if (report is not null)
            Terminal.Note($"Report: {Path.Combine(report, "report.md")}. It shows faces of the photos: treat it like them.");
        return ExitCode.Success;
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
