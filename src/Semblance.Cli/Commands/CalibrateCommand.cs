using System.CommandLine;
using System.CommandLine.Parsing;
using Semblance.Cli.Install;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.Packs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance calibrate</c>: thresholds for a pack on photos of the user's own.</summary>
internal static class CalibrateCommand
{
    private static readonly Option<string?> s_pairs = new("--pairs") { Description = "The pairs: a CSV with the header a,b,same, or LFW's pairs.txt.", HelpName = "FILE" };
    private static readonly Option<string?> s_images = new("--images") { Description = "The folder that the list's paths are relative to.", HelpName = "FOLDER" };
    private static readonly Option<string?> s_people = new("--people") { Description = "Instead of pairs: a folder with a folder of photos for each person. Every photo is compared with every other one.", HelpName = "FOLDER" };
    private static readonly Option<string?> s_groups = new("--groups") { Description = "Keep every rate within groups of people too, who resemble each other more: a CSV file with the columns file, perhaps person, and group (or those of --by).", HelpName = "FILE" };
    private static readonly Option<string?> s_save = new("--save") { Description = "Install a copy of the pack with the new thresholds under this name; use it with --pack NAME. People who are enrolled stay enrolled.", HelpName = "NAME" };
    private static readonly Option<bool> s_write = new("--write") { Description = "Put the new thresholds into the pack itself." };
    private static readonly Option<double> s_default = NumberOption.Create("--default-fmr", "With --save or --write: the false match rate of the default threshold. It takes the place of 0.0001 where the photos are too few for that.", Limits.Rate, () => CalibrationOptions.DefaultFmr);
    private static readonly Option<bool> s_ruleOfThree = new("--rule-of-3") { Description = "Accept rates at which 3 false matches can be expected instead of 30. They are marked weak." };
    private static readonly Option<string?> s_about = new("--about") { Description = "What the photos are, for the record in the pack. Default: the folder's name.", HelpName = "TEXT" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "calibrate",
            "Find the thresholds of a pack for false match rates, on photos of your own: how alike must two photos be, that only 1 in 10,000 pairs of different people are taken for one?",
            "semblance calibrate --people staff_photos --save staff --about \"our staff, badge photos, consent given\"",
            "semblance calibrate --people staff_photos --groups groups.csv --by sex origin",
            "semblance calibrate --pairs pairs.csv --images photos --json")
        {
            s_pairs, s_images, s_people, s_groups, PhotoEmbedding.By, s_save, s_write, s_default, s_ruleOfThree, s_about, PhotoEmbedding.Aligned, PhotoEmbedding.Border, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
        };
        command.Validators.Add(Check);
        return command.Runs(Run);
    }

    private static void Check(CommandResult result)
    {
        bool pairs = result.GetValue(s_pairs) is not null;
        if (pairs == result.GetValue(s_people) is not null)
            result.AddError("Give either --pairs and --images, or --people.");
        else if (pairs != result.GetValue(s_images) is not null)
            result.AddError("--pairs and --images belong together.");
        if (result.GetValue(s_write) && result.GetValue(s_save) is not null)
            result.AddError("Give --save or --write, not both.");
    }

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string? save = arguments.GetValue(s_save);
        if (save is not null)
            PackFolder.CheckName(save);
        if (save is not null && Directory.Exists(Path.Combine(SemblanceHome.Packs, save)))
            throw new UsageException($"--save {save}: there is a pack of this name already.");
        var list = arguments.GetValue(s_pairs) is { } file ? PairList.Read(file, arguments.GetValue(s_images)!) : null;
        var people = arguments.GetValue(s_people) is { } folder ? LabelledPhotos.Read(folder) : null;
        var grouped = arguments.GetValue(s_groups) is { } groupFile ? GroupedPhotos.Read(groupFile, arguments.GetValue(PhotoEmbedding.By) ?? []) : null;
        using var engine = Engine.Start(arguments);
        var photos = new PhotoEmbedding(engine, arguments);

        var scores = ProgressDisplay.Run("Reading faces", 1, show =>
        {
            var progress = new DirectProgress(done => show((double)done.Done / done.Total, $"Reading faces, {done.Done} of {done.Total}"));
            return list is null
                ? people!.Compare(photos.Embed, engine.Pack.Comparator, progress, cancellation)
                : CalibrationScores.FromPairs(PairEvaluator.Run(list, photos.Embed, engine.Pack.Comparator, progress, cancellation).Pairs);
        });
        var groups = photos.Compare(grouped, cancellation);
        string about = arguments.GetValue(s_about) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(people?.Folder ?? arguments.GetValue(s_images)!)));
        var options = new CalibrationOptions { LeastFalseMatches = arguments.GetValue(s_ruleOfThree) ? RuleOf.Three : RuleOf.Thirty };
        var table = ProgressDisplay.Run("Computing bounds", null, _ => ThresholdCalibration.Compute(scores, engine.Pack.Comparator, about, options, [.. groups.Select(group => group.Scores)]));
        table = table with { Groups = ThresholdCalibration.Within(groups, table.Rates.Select(row => (row.Fmr, row.Score)), engine.Pack.Comparator, options) };

        // First, so that it is not lost where the pack cannot take it.
        foreach (string line in CalibrationText.Lines(table))
            terminal.Say(line);
        double standard = arguments.GetValue(s_default);
        var evidence = EvidenceEntry.Of(scores, table, engine.Pack.Comparator);
        string? written = arguments.GetValue(s_write) ? Write(engine.Pack, table, evidence, standard) : save is not null ? Install(engine.Pack, table, evidence, save, standard) : null;
        terminal.Document(new { pack = engine.Pack.Id, calibration = table, scores.FailedImpostor, written, defaultFmr = written is null ? (double?)null : standard });
        Advise(scores, table, standard, written);
        if (evidence is null)
            Terminal.Note("These comparisons do not say what a score is worth as evidence: over video, the mean of 15 frames decides.");
        return ExitCode.Success;
    }

    private static void Advise(CalibrationScores scores, Calibration table, double standard, string? written)
    {
        if (scores.FailedImpostor > 0)
            Terminal.Note($"{scores.FailedImpostor} pairs of different people hold a photo without a usable face; no false match rate counts them.");
        if (!RuleOf.Carries(scores.Impostor, CalibrationOptions.DefaultFmr))
            Terminal.Note(ThresholdCalibration.Refusal(scores.Impostor, CalibrationOptions.DefaultFmr));
        if (table.GenuineComparisons == 0)
            Terminal.Note("There is no pair of one person: how often a face is not recognised is not known.");
        Terminal.Note(written is null
            ? "Nothing was changed: --save NAME installs a copy of the pack with these thresholds, --write puts them into the pack itself."
            : $"Written to {written}: its default false match rate is {CalibrationText.Rate(standard)}.");
    }

    private static string Write(ModelPack pack, Calibration table, EvidenceEntry? evidence, double standard)
    {
        PackCalibration.Write(pack, table, evidence, standard);
        return Path.Combine(pack.Folder, "pack.json");
    }

    private static string Install(ModelPack pack, Calibration table, EvidenceEntry? evidence, string name, double standard)
    {
        var folder = new PackFolder(SemblanceHome.Packs, name, aside: $"new-{Guid.NewGuid():N}");
        try
        {
            foreach (string network in pack.Manifest.NetworkFiles())
                File.Copy(Path.Combine(pack.Folder, network), Path.Combine(folder.Aside, network));
            return Path.Combine(folder.Finish(PackCalibration.Apply(pack.Manifest, table, evidence, standard)).Folder, "pack.json");
        }
        finally
        {
            if (Directory.Exists(folder.Aside))
                Directory.Delete(folder.Aside, recursive: true);
        }
    }
}
