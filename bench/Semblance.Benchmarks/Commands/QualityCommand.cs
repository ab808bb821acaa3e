using System.CommandLine;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Quality;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Packs;
using Semblance.Recognition;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary>
/// <c>quality</c>: what each fault of a photo does to the false non-match rate, and how well each quality measure foretells it. The second photo of
/// genuine pairs is spoiled; the threshold stays.
/// </summary>
internal static class QualityCommand
{
    private static readonly double[] s_shares = [0, 0.1, 0.2, 0.3, 0.4];

    private static readonly Option<string> s_pairs = new("--pairs") { Description = "A list of pairs, as semblance evaluate takes it.", Required = true };
    private static readonly Option<string> s_images = new("--images") { Description = "The folder that the list's paths are relative to.", Required = true };
    private static readonly Option<int> s_count = CommonOptions.Number("--count", "Genuine pairs, at most.", 100, least: 1);

    public static Command Create()
    {
        var command = new Command("quality", "False non-match rate of photos that are blurred, small, dark... and how the quality measures foretell it.")
        {
            CommonOptions.Pack, s_pairs, s_images, s_count, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    /// <summary>A spoiled photo: not found, refused, or compared.</summary>
    private sealed record Trial(Spoiled Fault, FaceQuality? Quality, double Similarity, bool Refused);

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(CommonOptions.Pack));
        if (pack.Manifest.Alignment != "fivePoint")
            throw new BenchmarkException(ExitCode.BadInput, $"The pack {pack.Id} does not use landmarks; the measures are those of faces with landmarks.");
        using var engine = pack.Start();
        var aligner = pack.CreateAligner();
        double threshold = pack.Comparator.ToSimilarity(pack.ThresholdFor().Score);
        var genuine = PairList.Read(arguments.GetRequiredValue(s_pairs), arguments.GetRequiredValue(s_images)).Pairs.Where(pair => pair.Same).ToList();
        var trials = new List<Trial>();
        foreach (var pair in genuine.Where((_, i) => i % Math.Max(1, genuine.Count / arguments.GetValue(s_count)) == 0))
        {
            var photo = PhotoReader.Read(pair.B);
            if (Find(engine, PhotoReader.Read(pair.A)) is not var (first, face) || Find(engine, photo) is not var (_, original))
                continue;
            var enrolled = engine.Embedder.Embed(aligner.Align(first, face));
            foreach (var fault in Spoiled.All)
            {
                if (Find(engine, fault.Apply(photo, original)) is not var (spoiled, found))
                {
                    trials.Add(new Trial(fault, null, double.NaN, Refused: true));
                    continue;
                }
                var aligned = aligner.Align(spoiled, found);
                var quality = aligner.Measure(spoiled, found, aligned);
                double score = pack.Comparator.ToSimilarity(pack.Comparator.Compare(enrolled, engine.Embedder.Embed(aligned)));
                trials.Add(new Trial(fault, quality, score, QualityPolicy.Verification.Refuse(quality).Count > 0));
            }
        }
        Print(arguments.GetValue(CommonOptions.Json), pack, threshold, trials);
        return ExitCode.Success;
    }

    private static (Photo Photo, Face Face)? Find(FaceEngine engine, Photo photo) =>
        FaceSelection.MostCentral(engine.Detector.Detect(photo), photo.Width, photo.Height) is FaceSelection.Main main ? (photo, main.Face) : null;

    private static void Print(bool json, ModelPack pack, double threshold, IReadOnlyList<Trial> trials)
    {
        var table = Results.Table($"{pack.Id}, threshold {threshold:0.###}: medians and rates of spoiled photos",
            "fault", "photos", "no face", "refused", "FNMR", "FNMR of the accepted", "side", "margin", "sharpness", "brightness", "contrast");
        var faults = new List<object>();
        foreach (var group in trials.GroupBy(trial => trial.Fault))
        {
            var found = group.Where(trial => trial.Quality is not null).ToList();
            double? fnmr = Fnmr(found, threshold), accepted = Fnmr([.. found.Where(trial => !trial.Refused)], threshold);
            int refused = group.Count(trial => trial.Refused);
            double? Median(Func<FaceQuality, double> measure) => found.Count == 0 ? null : Results.Median(found.Select(trial => measure(trial.Quality!)));
            table.AddRow(
                group.Key.Level == 0 ? group.Key.Kind : $"{group.Key.Kind} {group.Key.Level}", $"{group.Count()}", $"{group.Count() - found.Count}", $"{refused}", $"{fnmr:P0}", $"{accepted:P0}",
                $"{Median(quality => quality.Side):0}", $"{Median(quality => quality.Margin):0.00}", $"{Median(quality => quality.Sharpness):0.00}",
                $"{Median(quality => quality.Brightness):0}", $"{Median(quality => quality.Contrast):0.0}");
            faults.Add(new { group.Key.Kind, group.Key.Level, photos = group.Count(), found = found.Count, refused, fnmr, fnmrOfAccepted = accepted });
        }

        var curves = QualityMeasure.All.Where(measure => measure.Name != "symmetry").Select(measure => (measure.Name, Curve: ErrorDiscardCurve.Compute(
            [.. trials.Where(trial => trial.Quality is not null).Select(trial => new RatedPair(trial.Similarity, measure.Goodness(trial.Quality!) ?? double.NaN))], threshold))).ToList();
        string[] lines = [.. curves.Select(curve => $"{curve.Name,-22}{string.Concat(s_shares.Select(share => $"{curve.Curve.At(share),8:P1}"))}")];
        Results.Print(
            json,
            new { benchmark = "quality", pack = pack.Id, threshold, faults, discard = curves.Select(curve => new { measure = curve.Name, discarded = s_shares, fnmr = s_shares.Select(curve.Curve.At) }) },
            table,
            ["blur, noise: standard deviation in pixels, grey levels; small, dark, bright, flat: factor; cut off: share of the face's box.", "FNMR after the worst by one measure were left out, all faults together:", $"{"left out",-22}{string.Concat(s_shares.Select(share => $"{share,8:P0}"))}", .. lines]);
    }

    private static double? Fnmr(IReadOnlyList<Trial> trials, double threshold) => trials.Count == 0 ? null : trials.Average(trial => trial.Similarity >= threshold ? 0.0 : 1);
}
