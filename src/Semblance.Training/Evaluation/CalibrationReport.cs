using System.Globalization;
using System.Text.Json;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Reports;

namespace Semblance.Training.Evaluation;

/// <summary>
/// The pictures of a calibration: ROC, DET and histogram; contact sheets of the highest impostor scores, to find label errors by eye;
/// the worst pairs, once as they are and once blurred, to be shown.
/// </summary>
internal static class CalibrationReport
{
    private const int Highest = 200;
    private const int OnASheet = 50;
    private const int WorstRows = 8;

    /// <summary>Writes everything into a folder; files of an earlier report are replaced.</summary>
    public static void Write(string folder, EmbedderCalibration calibration, Calibration table, Comparator comparator)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(comparator);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "calibration.json"), JsonSerializer.Serialize(table, PackManifest.Json));
        var curve = new LabelledCurve("held-out people", calibration.Scores.ToRoc());
        RocPlot.Save(Path.Combine(folder, "roc.png"), curve);
        DetPlot.Save(Path.Combine(folder, "det.png"), curve);
        var marked = table.Rates.Where(row => row.Fmr is 0.01 or 0.001 or 0.0001).Select(row => new MarkedThreshold($"FMR {row.Fmr * 100:0.##} %", comparator.ToSimilarity(row.Score)));
        ScoreHistogram.Save(Path.Combine(folder, "histogram.png"), calibration.Sample(100_000), comparator, [.. marked]);

        var highest = calibration.HighestImpostors(Highest);
        for (int sheet = 0; sheet * OnASheet < highest.Count; sheet++)
        {
            var pairs = highest.Skip(sheet * OnASheet).Take(OnASheet).Select((pair, i) => Picture(pair, number: sheet * OnASheet + i + 1));
            PairSheet.Save(Path.Combine(folder, $"highest-impostors-{sheet + 1}.png"), [.. pairs]);
        }
        File.WriteAllLines(Path.Combine(folder, "highest-impostors.csv"), ["number,similarity,a,b,mean,comparisons", .. highest.Select((pair, i) =>
        {
            var (mean, comparisons) = calibration.MeanBetween(pair.A, pair.B);
            return string.Create(CultureInfo.InvariantCulture, $"{i + 1},{pair.Similarity:F4},{calibration[pair.A].File},{calibration[pair.B].File},{mean:F4},{comparisons}");
        })]);

        double threshold = comparator.ToSimilarity((table.Rates.FirstOrDefault(row => row.Fmr == 0.0001) ?? table.Rates[^1]).Score);
        foreach (bool blurred in new[] { false, true })
        {
            WorstPairs.Save(Path.Combine(folder, blurred ? "worst-pairs-blurred.png" : "worst-pairs.png"),
                [.. highest.Take(WorstRows).Select(pair => Shown(pair, pair.Similarity >= threshold))],
                [.. calibration.LowestGenuine(WorstRows).Select(pair => Shown(pair, pair.Similarity < threshold))]);

            PicturedPair Shown((int, int, double) pair, bool wrong)
            {
                var picture = Picture(pair, number: null) with { Wrong = wrong };
                return blurred ? picture with { A = PairSheet.Blurred(picture.A), B = PairSheet.Blurred(picture.B), NameA = "", NameB = "" } : picture;
            }
        }

        PicturedPair Picture((int A, int B, double Similarity) pair, int? number)
        {
            var (a, b) = (calibration[pair.A], calibration[pair.B]);
            string score = comparator.ToSimilarity(pair.Similarity).ToString("F3", CultureInfo.InvariantCulture);
            return new(a.Face, b.Face, Path.ChangeExtension(a.File, null), Path.ChangeExtension(b.File, null), number is null ? $"score {score}" : $"{number}: {score}", Wrong: false);
        }
    }
}
