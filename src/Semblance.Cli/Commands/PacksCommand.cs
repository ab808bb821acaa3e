using System.CommandLine;
using Semblance.Cli.Install;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Evaluation;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance packs list|verify|pull|add</c>: which models there are, whether their files are unchanged, and how further ones are installed.</summary>
internal static class PacksCommand
{
    private static readonly Argument<string?> s_name = new("NAME") { Description = "An installed pack, or a pack's folder. Default: as --pack.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create() => new("packs", "List, verify and install model packs.")
    {
        new ExampledCommand("list", "List the installed packs with their terms.", "semblance packs list --json") { CommonOptions.Json }.Runs(List),
        new ExampledCommand("verify", "Check every hash of a pack and run its networks on a made picture. Exit code 3 where it is damaged.", "semblance packs verify", "semblance packs verify opencv")
        {
            s_name, CommonOptions.Pack, CommonOptions.Json,
        }.Runs(Verify),
        PacksPullCommand.Create(),
        PacksAddCommand.Create(),
    };

    private static int List(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var packs = PackLocator.Installed().Select(Inspect).ToList();
        terminal.Document(new
        {
            packs = packs.Select(p => new { name = Path.GetFileName(p.Folder), p.Folder, p.Pack?.Id, p.Pack?.Manifest.Licence, p.Pack?.Manifest.TrainingData, calibrated = p.Pack?.Manifest.Thresholds.Any(t => t.Fmr is not null), thresholds = p.Pack?.Manifest.Thresholds.Select(t => new { t.Score, t.Fmr }), groups = p.Pack?.Manifest.Calibration?.Groups, p.Error }),
        });
        foreach (var (folder, pack, error) in packs)
        {
            terminal.Say(pack is null ? $"{Path.GetFileName(folder)}: {error}" : $"{Path.GetFileName(folder)}  {pack.Id}  {folder}");
            if (pack is null)
                continue;
            terminal.Say($"  Calibration: {Words.Calibration(pack)}\n  Licence: {pack.Manifest.Licence}\n  Trained on: {pack.Manifest.TrainingData}");
            foreach (string line in CalibrationText.Groups(pack.Manifest.Calibration?.Groups ?? []))
                terminal.Say($"  {line}");
        }
        if (packs.Count == 0)
            terminal.Say("No pack is installed.");
        return ExitCode.Success;
    }

    private static int Verify(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var pack = PackLocator.Load(arguments.GetValue(s_name) ?? arguments.GetValue(CommonOptions.Pack));
        PackTrial.Run(pack);
        terminal.Document(new { pack.Id, pack.Folder, verified = true });
        terminal.Say($"{pack.Id}: every hash is right, and its networks run.");
        return ExitCode.Success;
    }

    private static (string Folder, ModelPack? Pack, string? Error) Inspect(string folder)
    {
        try
        {
            return (folder, ModelPack.Load(folder), null);
        }
        catch (PackException e)
        {
            return (folder, null, e.Message);
        }
    }
}
