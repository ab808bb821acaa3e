using System.Globalization;
using System.Text;
using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>A folder that shows an evaluation: the numbers, the curves, and the pairs that went worst.</summary>
internal static class EvaluationReport
{
    private const int WorstPairsOfEachKind = 6;

    /// <summary>
    /// Writes report.md, report.json, histogram.png and worst-pairs.png, where there are pairs of both kinds roc.png and det.png, and where
    /// photos were rated error-discard.png;
    /// existing files of these names are replaced. The worst pairs are shown with the people's faces: treat the folder like the photos.
    /// </summary>
    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="run">What was compared.</param>
    /// <param name="result">What that measured.</param>
    /// <param name="pack">The model's name, for the legend and report.json.</param>
    /// <param name="discard">What quality does to the false non-match rate; null where photos were not rated.</param>
    /// <param name="readPhoto">Reads a photo of the list; null for <see cref="PhotoReader.Read"/>.</param>
    /// <exception cref="ReportException">No font is installed; nothing was written.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, EvaluationRun run, VerificationResult result, string pack, QualityEffect? discard = null, Func<string, Photo>? readPhoto = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        PictureStyle.FontFamily();
        Directory.CreateDirectory(folder);
        if (result is { Genuine: > 0, Impostor: > 0 })
        {
            var curve = new LabelledCurve(pack, RocCurve.Compute(run.Pairs));
            RocPlot.Save(Path.Combine(folder, "roc.png"), curve);
            DetPlot.Save(Path.Combine(folder, "det.png"), curve);
        }
        if (discard is { Curves.Count: > 0 })
            ErrorDiscardPlot.Save(Path.Combine(folder, "error-discard.png"), discard.Curves, discard.Threshold);
        var thresholds = Thresholds(result);
        ScoreHistogram.Save(Path.Combine(folder, "histogram.png"), run.Pairs, run.Comparator, thresholds);
        WorstPairs.Save(Path.Combine(folder, "worst-pairs.png"), Worst(same: false), Worst(same: true));
        File.WriteAllText(Path.Combine(folder, "report.json"), EvaluationJson.Serialize(result, run.MillisecondsPerFace, pack, indented: true) + "\n");
        File.WriteAllText(Path.Combine(folder, "report.md"), Markdown(run, result, pack, thresholds) + (discard is { Curves.Count: > 0 } ? discard.ToMarkdown() : ""));

        IReadOnlyList<PicturedPair> Worst(bool same) =>
            [.. WorstPairs.Choose(run.Pairs, same, WorstPairsOfEachKind).Select(i => Picture(run, i, thresholds, readPhoto ?? PhotoReader.Read))];
    }

    private static PicturedPair Picture(EvaluationRun run, int index, MarkedThreshold[] thresholds, Func<string, Photo> readPhoto)
    {
        var (pair, scored) = (run.List.Pairs[index], run.Pairs[index]);
        string score = "score " + run.Comparator.ToSimilarity(scored.Similarity).ToString("0.000", CultureInfo.InvariantCulture);
        bool wrong = thresholds.Length > 0 && scored.MatchesAt(thresholds[0].Similarity) != scored.Same;
        string verdict = wrong ? $"{score}: false {(scored.Same ? "non-match" : "match")} at {thresholds[0].Label}" : score;
        return new(readPhoto(pair.A), readPhoto(pair.B), Name(pair.A), Name(pair.B), verdict, wrong);

        static string Name(string path)
        {
            var (folder, file) = (Path.GetFileName(Path.GetDirectoryName(path)), Path.GetFileName(path));
            return string.IsNullOrEmpty(folder) || file.StartsWith(folder, StringComparison.Ordinal) ? file : $"{folder}/{file}";
        }
    }

    /// <summary>The operating points that the data can carry; without any, that of the equal error rate.</summary>
    private static MarkedThreshold[] Thresholds(VerificationResult result)
    {
        MarkedThreshold[] atFmr = [.. result.TarAtFmr.Where(rate => rate.Threshold is not null)
            .Select(rate => new MarkedThreshold($"FMR {PictureStyle.Percent(rate.Fmr)}", rate.Threshold!.Value))];
        return atFmr.Length > 0 || result.EerThreshold is not { } eer ? atFmr : [new("equal error rate", eer)];
    }

    private static string Markdown(EvaluationRun run, VerificationResult result, string pack, MarkedThreshold[] thresholds)
    {
        var text = new StringBuilder();
        text.AppendLine($"# Verification with {pack}").AppendLine();
        text.AppendLine($"{Path.GetFileName(run.List.Path)}: {result.Pairs} pairs ({result.Genuine} of the same person, {result.Impostor} of different people), "
            + $"{run.Photos} photos, {result.Subjects} people.");
        text.AppendLine($"In {run.PhotosFailed} photos no usable face was found; the {result.FailedToAcquire} pairs with one of them "
            + $"({result.FailedGenuine} of the same person, {result.FailedImpostor} of different people) count as non-matches.");
        text.AppendLine($"{run.MillisecondsPerFace.ToString("0.0", CultureInfo.InvariantCulture)} ms a face.").AppendLine();
        text.AppendLine("| rate | value | 95 % interval |").AppendLine("|---|---|---|");
        string std = result.AccuracyStd is { } spread ? $" (standard deviation over the folds {PictureStyle.Percent(spread, "0.00")})" : "";
        Row("accuracy, threshold from the other folds" + std, result.Accuracy, result.AccuracyInterval);
        Row("AUC", result.Auc, result.AucInterval);
        Row("equal error rate", result.Eer, result.EerInterval);
        foreach (var rate in result.TarAtFmr)
            Row($"true accept rate at FMR {PictureStyle.Percent(rate.Fmr)}{(rate is { Weak: true, Tar: not null } ? " (weak)" : "")}", rate.Tar, rate.Interval);
        text.AppendLine();
        text.AppendLine("Intervals are by bootstrap over people. A rate without a value is one that these pairs cannot carry; *weak* marks an FMR that rests on "
            + "fewer than 30 expected false matches. Where no error was seen an interval has no width, which is no proof that there are none.").AppendLine();
        if (result is { Genuine: > 0, Impostor: > 0 })
            text.AppendLine("![ROC](roc.png)").AppendLine().AppendLine("![DET](det.png)").AppendLine();
        text.AppendLine("![Scores of pairs](histogram.png)").AppendLine();
        text.AppendLine($"The pairs that went worst{(thresholds.Length > 0 ? $"; errors at {thresholds[0].Label} are framed in red" : "")}:").AppendLine();
        text.AppendLine("![Worst pairs](worst-pairs.png)");
        return text.ToString();

        void Row(string name, double? value, RateInterval? interval) => text.AppendLine(
            $"| {name} | {(value is { } rate ? PictureStyle.Percent(rate, "0.00") : "-")} | "
            + $"{(interval is { } ends ? $"{PictureStyle.Percent(ends.Low, "0.00")} to {PictureStyle.Percent(ends.High, "0.00")}" : "-")} |");
    }
}
