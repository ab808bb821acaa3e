using System.CommandLine;
using Semblance.Cli.Install;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance packs pull NAME</c>: fetches a pack that others publish.</summary>
internal static class PacksPullCommand
{
    private static readonly string s_names = string.Join(", ", PublishedPack.All.Select(pack => pack.Name));

    private static readonly Argument<string> s_name = new("NAME") { Description = $"What to fetch: {s_names}." };

    private static readonly Option<string?> s_from = new("--from")
    {
        Description = "A folder with the files, or the address of a mirror that has them. Default: where they are published.",
        HelpName = "FOLDER|URL",
    };

    public static Command Create() => new ExampledCommand(
        "pull",
        "Fetch a published pack; every file is checked against a pinned hash before it is used. Goes on where an earlier run broke off; HTTPS_PROXY is respected.",
        "semblance packs pull opencv",
        "semblance packs pull opencv --from /media/usb/opencv_zoo",
        "semblance packs pull opencv --from https://mirror.example.org/models")
    {
        s_name, s_from, CommonOptions.Json,
    }.Runs(Run);

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string name = arguments.GetRequiredValue(s_name);
        var published = PublishedPack.All.FirstOrDefault(pack => pack.Name == name)
            ?? throw new UsageException($"No pack {name} is published; there is: {s_names}.");
        var pull = new PackPull(published, SemblanceHome.Packs, new DownloadPatience(), Terminal.Note);

        if (pull.Installed() is { } installed)
        {
            Show(terminal, installed, "is installed already, and every hash is right");
            return ExitCode.Success;
        }
        string? from = arguments.GetValue(s_from);
        var pack = ProgressDisplay.Run($"Fetching {name}", pull.Total, report =>
            pull.RunAsync(from, done => report(done, $"Fetching {name}, {done / 1e6:0.0} of {pull.Total / 1e6:0.0} MB"), cancellation).GetAwaiter().GetResult());
        Show(terminal, pack, $"is installed in {pack.Folder}");
        return ExitCode.Success;
    }

    private static void Show(Terminal terminal, ModelPack pack, string what)
    {
        terminal.Document(new { pack.Id, pack.Folder });
        terminal.Say($"{pack.Id} {what}. Use it with --pack {pack.Manifest.Name}.");
        terminal.Say($"  Licence: {pack.Manifest.Licence}\n  Trained on: {pack.Manifest.TrainingData}");
    }
}
