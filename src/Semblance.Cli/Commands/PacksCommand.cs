using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Packs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance packs list|verify</c>: which models there are, and whether their files are unchanged.</summary>
internal static class PacksCommand
{
    public static Command Create() => new("packs", "List or verify model packs.")
    {
        new ExampledCommand("list", "List the installed packs with their terms.", "semblance packs list --json") { CommonOptions.Json }.Runs(List),
        new ExampledCommand("verify", "Check every hash of a pack and start its network. Exit code 3 where it is damaged.", "semblance packs verify --pack packs/classic")
        {
            CommonOptions.Pack, CommonOptions.Json,
        }.Runs(Verify),
    };

    private static int List(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var packs = PackLocator.Installed().Select(Inspect).ToList();
        terminal.Document(new
        {
            packs = packs.Select(p => new { p.Folder, p.Pack?.Id, p.Pack?.Manifest.Licence, p.Pack?.Manifest.TrainingData, calibrated = p.Pack?.Manifest.Thresholds.Any(t => t.Fmr is not null), p.Error }),
        });
        foreach (var (folder, pack, error) in packs)
        {
            terminal.Say(pack is null ? $"{folder}: {error}" : $"{pack.Id}  {folder}");
            if (pack is not null)
                terminal.Say($"  Licence: {pack.Manifest.Licence}\n  Trained on: {pack.Manifest.TrainingData}");
        }
        if (packs.Count == 0)
            terminal.Say("No pack is installed.");
        return ExitCode.Success;
    }

    private static int Verify(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var pack = PackLocator.Load(arguments.GetValue(CommonOptions.Pack));
        pack.CreateEmbedder().Dispose();
        terminal.Document(new { pack.Id, pack.Folder, verified = true });
        terminal.Say($"{pack.Id}: every hash is right, and the network starts.");
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
