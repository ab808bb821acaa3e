using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Semblance.Numbers;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Training.Data;
using Semblance.Training.Output;
using Semblance.Training.Quality;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train calibrate-quality</c>: how good a face must be for a pack, from photos that are spoiled step by step.</summary>
internal static class CalibrateQualityCommand
{
    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack's folder; its faces are aligned by five points.", Required = true };
    private static readonly Option<string> s_data = new("--data") { Description = "The folder with lfw-dev, faces (labelled/cfp_*) and videos.", Required = true };
    private static readonly Option<int> s_pairs = NumberOption.Create("--pairs", "Genuine pairs of LFW of which a photo is spoiled; 150 take about three minutes of one core.", Limits.From(30), () => 150);
    private static readonly Option<int> s_seed = NumberOption.Create("--seed", "Draws the pairs.", Limits.None, () => 1);
    private static readonly Option<string> s_cache = new("--cache") { Description = "A folder that keeps what was read of every photo, so that the next run with the same networks takes seconds." };
    private static readonly Option<bool> s_write = new("--write") { Description = "Write the limits and their evidence into the pack's pack.json." };

    public static Command Create()
    {
        var command = new Command("calibrate-quality", "Derive a pack's limits of quality: a limit lies where spoiled photos stop being recognised.") { s_pack, s_data, s_pairs, s_seed, s_cache, s_write, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(s_pack));
        if (pack.Manifest.Alignment != "fivePoint")
            throw new DataException($"The pack {pack.Manifest.Name} does not use landmarks; its limits are those of the box, which are not derived.");
        int pairs = arguments.GetValue(s_pairs), seed = arguments.GetValue(s_seed);
        if (pairs < 20)
            throw new DataException("--pairs: at least 20, or a limit would rest on a handful of people.");
        var clock = Stopwatch.StartNew();
        using var engine = pack.Start();
        using var reader = new QualityReader(engine, arguments.GetValue(s_cache));
        string data = arguments.GetRequiredValue(s_data);
        IReadOnlyList<QualityTrial> trials =
        [
            .. StageDisplay.Run("Spoiled photos of LFW", report => QualityTrial.Spoil(data, reader, pairs, seed, report)),
            .. StageDisplay.Run("Turned heads of CFP", report => QualityTrial.Turn(data, reader, report)),
            .. StageDisplay.Run("Filmed people", report => QualityTrial.Film(data, reader, report)),
        ];
        double threshold = pack.Comparator.ToSimilarity(pack.ThresholdFor().Score);
        var (before, after) = (pack.Quality, new QualityCalibration(trials, threshold, $"semblance-train calibrate-quality --pairs {pairs} --seed {seed}: photos of LFW's development set spoiled step by step; for poses as they are, and those of held-out people of CFP.", pack.ThresholdFor().Fmr).Derive(pack.Quality));
        Print(trials, threshold, before, after);
        if (arguments.GetValue(s_write))
            PackCalibration.Replace(pack, manifest => manifest with { Quality = after });
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(after, PackManifest.Json));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done in {clock.Elapsed.TotalSeconds:F0} s"));
        return ExitCode.Success;
    }

    private static void Print(IReadOnlyList<QualityTrial> trials, double threshold, QualityOptions before, QualityOptions after)
    {
        Console.Error.WriteLine($"{"",-20}{"photos",8}{"no face",9}{"recognised",12}   refused before/after, recognised of the rest before/after, strangers that match, before/after, why not to enrol after");
        var strangers = new StrangerMatches([.. trials.Where(trial => trial.Kind == QualityTrial.Natural && trial.Embedding is not null)], threshold);
        foreach (var group in trials.GroupBy(trial => (trial.Kind, trial.Level)))
        {
            var found = group.Where(trial => trial.Quality is not null).ToList();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{group.Key.Kind + (group.Key.Level == 0 ? "" : $" {group.Key.Level}"),-20}{group.Count(),8}{group.Count() - found.Count,9}{Share(found),12}   {Refused(before.Verification)}/{Refused(after.Verification)} to verify, {Refused(before.Enrolment)}/{Refused(after.Enrolment)} to enrol, {Kept(before.Verification)}/{Kept(after.Verification)}, {Strange(before.Verification)}/{Strange(after.Verification)}{Why(after.Enrolment)}"));

            int Refused(QualityPolicy policy) => found.Count(trial => policy.Find(trial.Quality!).Count > 0);
            string Strange(QualityPolicy policy) => strangers.Compare([.. found.Where(trial => policy.Find(trial.Quality!).Count == 0)]) is { Comparisons: > 0 } rate ? rate.Rate.ToString("P3", CultureInfo.InvariantCulture) : "-";
            string Why(QualityPolicy policy) => string.Concat(found.SelectMany(trial => policy.Find(trial.Quality!)).CountBy(problem => problem).OrderByDescending(problem => problem.Value).Take(2).Select(problem => $", {problem.Value} {problem.Key}"));
            string Kept(QualityPolicy policy) => Share([.. found.Where(trial => policy.Find(trial.Quality!).Count == 0)]);
        }
        foreach (var (name, old, fresh) in (IEnumerable<(string, QualityLimits, QualityLimits)>)[("verification", before.Verification.FivePoint, after.Verification.FivePoint), ("enrolment", before.Enrolment.FivePoint, after.Enrolment.FivePoint)])
            Console.Error.WriteLine($"{name}\n  before {old}\n  after  {fresh}");

        string Share(List<QualityTrial> some) => some.Count == 0 ? "-" : some.Average(trial => trial.Similarity >= threshold ? 1.0 : 0).ToString("P0", CultureInfo.InvariantCulture);
    }
}
