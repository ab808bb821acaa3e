using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Numbers;
using Semblance.Storage;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance audit list|verify</c>: what happened.</summary>
internal static class AuditCommand
{
    private static readonly Option<int> s_limit = NumberOption.Create("--limit", "How many, 1 to 500.", Limits.Between(1, 500), () => 50);
    private static readonly Option<string?> s_action = new("--action") { Description = "Only actions that begin with this, such as person. or face.verified.", HelpName = "TEXT" };
    private static readonly Option<string?> s_outcome = new("--outcome") { Description = "Only this outcome, such as NoMatch.", HelpName = "OUTCOME" };
    private static readonly Option<string?> s_person = new("--person") { Description = "Only this person: a name, or the id of somebody removed.", HelpName = "NAME" };

    public static Command Create() => new("audit", "Read the audit log, or follow its chain.")
    {
        new ExampledCommand("list", "The newest entries.", "semblance audit list --person anna", "semblance audit list --action face.verified --outcome NoMatch --json")
        {
            s_limit, s_action, s_outcome, s_person, CommonOptions.Json,
        }.Runs(ListAsync),
        new ExampledCommand("verify", "Follow the chain from the first entry to the last; exit code 1 where an entry was changed, removed or cut off.", "semblance audit verify") { CommonOptions.Json }.Runs(VerifyAsync),
    };

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        Guid? person = arguments.GetValue(s_person) is not { } who ? null : Guid.TryParse(who, out var id) ? id : (await store.Gallery.RequireAsync(who, cancellation)).Id;
        var page = await store.Audit.ListAsync(
            new AuditQuery(Limit: arguments.GetValue(s_limit), Action: arguments.GetValue(s_action), Outcome: arguments.GetValue(s_outcome), Person: person), cancellation);
        terminal.Document(new
        {
            entries = page.Entries.Select(entry => new
            {
                entry.Number, entry.Time, entry.Event.Action, entry.Event.Actor, entry.Event.Person, entry.Event.Outcome, entry.Event.Detail, entry.Event.Session, entry.Event.Address,
            }),
            page.Next,
        });
        foreach (var entry in page.Entries)
        {
            string?[] parts = [entry.Event.Action, entry.Event.Person?.ToString(), entry.Event.Outcome, entry.Event.Detail, $"by {entry.Event.Actor}", entry.Event.Address];
            terminal.Say($"{entry.Number,6}  {entry.Time:yyyy-MM-dd HH:mm:ss}  {string.Join("  ", parts.Where(part => part is not null))}");
        }
        if (page.Entries.Count == 0)
            terminal.Say("There is no such entry.");
        return ExitCode.Success;
    }

    private static async Task<int> VerifyAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var found = await store.Audit.VerifyAsync(cancellation);
        terminal.Document(new { found.Entries, intact = found.IsIntact, found.Problem, found.Cut });
        terminal.Say(found.Problem is { } problem
            ? $"The audit log is not as it was written: {problem}. Up to there {Words.Count((int)found.Entries, "entry holds", "entries hold")}."
            : $"The audit log is intact: {Words.Count((int)found.Entries, "entry", "entries")}{(found.Cut > 0 ? $" after {found.Cut} that expired" : "")}.");
        return found.IsIntact ? ExitCode.Success : ExitCode.OtherOutcome;
    }
}
