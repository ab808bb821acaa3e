using System.CommandLine;
using System.Diagnostics;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage.Moving;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance gallery move</c>: between SQLite and PostgreSQL, both ways.</summary>
internal static class MoveCommand
{
    private static readonly Option<string> s_to = new("--to")
    {
        Description = "Where to: postgres://user@host/database, or a folder. It holds no gallery yet. The password of a database comes from SEMBLANCE_DATABASE_PASSWORD_FILE, SEMBLANCE_DATABASE_PASSWORD or ~/.pgpass.",
        HelpName = "PLACE",
        Required = true,
    };

    private static readonly Option<string?> s_from = new("--from") { Description = "Where from. Default: where the setting Gallery:Store says, else SEMBLANCE_HOME.", HelpName = "PLACE" };

    public static Command Create() => new ExampledCommand(
        "move",
        "Move the whole gallery to a database that several machines can share, or back into a folder. Every row is compared afterwards. Stop the service first; broken off, run it again.",
        "semblance gallery move --to postgres://semblance@db.example.org/semblance",
        "semblance gallery move --to /var/lib/semblance")
    {
        s_to, s_from, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var from = arguments.GetValue(s_from) is { } named ? HomeStore.Place(named) : HomeStore.Place();
        var to = HomeStore.Place(arguments.GetRequiredValue(s_to));
        if (from.ToString() == to.ToString())
            throw new UsageException($"The gallery lies in {to} already.");
        if (to.Warning is { } warning)
            Terminal.Note($"Warning: {warning}");

        var report = await GalleryMove.RunAsync(from, to, new Said(), cancellation);
        // Opened as the service will: with the master key that is found there.
        await using var store = await to.OpenAsync(cancellation);
        await store.NoteAsync("gallery.moved", detail: $"From {from} to {to}: {report.People} people.");
        var log = await store.Audit.VerifyAsync(cancellation);
        terminal.Document(new { from = from.ToString(), to = to.ToString(), people = report.People, rows = report.Rows, auditIntact = log.IsIntact, problem = log.Problem });
        terminal.Say($"{report.People} people and {report.Rows.Values.Sum()} rows are in {to}, each as it was in {from}.");
        terminal.Say($"Set Gallery:Store to {to} for the service and the command line. What is left in {from} opens for nobody any more: delete it once you trust the new place.");
        return log.IsIntact ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    // A line a second, so that neither a screen nor a log fills up.
    private sealed class Said : IProgress<MoveProgress>
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();
        private string _table = "";

        public void Report(MoveProgress value)
        {
            if (value.Table == _table && _since.ElapsedMilliseconds < 1000)
                return;
            (_table, var verb) = (value.Table, value.IsCompared ? "compared" : "moved");
            _since.Restart();
            Terminal.Note($"{value.Table}: {value.Rows} {verb}");
        }
    }
}
