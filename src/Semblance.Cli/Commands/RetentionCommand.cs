using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage.Retention;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance gallery retention</c>: what expires, and what has.</summary>
internal static class RetentionCommand
{
    private const string Never = "never";

    private static readonly Option<string?> s_unused = Days("--unused-days", "Remove people who were neither recognised nor changed for so many days.");

    private static readonly Option<string?> s_photos = Days("--photo-days", "Delete kept photos after so many days.");

    private static readonly Option<string?> s_audit = Days("--audit-days", "Cut entries of the audit log after so many days.");

    private static readonly Option<bool> s_run = new("--run") { Description = "Delete what has expired, prove that it is gone, and note it in the audit log. The service does so once a day." };

    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what has expired; this is what happens without --run." };

    public static Command Create() => new ExampledCommand(
        "retention",
        "Say what expires, and delete what has; exit code 1 where something is not proved to be gone. By default nothing expires but a consent that names its end.",
        "semblance gallery retention",
        "semblance gallery retention --unused-days 365 --audit-days 730 --photo-days never",
        "semblance gallery retention --run --json")
    {
        s_unused, s_photos, s_audit, s_dryRun, s_run, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        bool isRun = arguments.GetValue(s_run);
        if (isRun && arguments.GetValue(s_dryRun))
            throw new UsageException("--run and --dry-run: give one of the two.");
        await using var store = await HomeStore.OpenAsync(cancellation);
        var before = await RetentionRules.ReadAsync(store.Settings, cancellation);
        var rules = new RetentionRules(
            DaysOf(arguments, s_unused, before.UnusedDays), DaysOf(arguments, s_photos, before.PhotoDays), DaysOf(arguments, s_audit, before.AuditDays));
        await rules.WriteAsync(store, HomeStore.Actor, cancellation: cancellation);

        var retention = new RetentionRun(store);
        var plan = await retention.PlanAsync(cancellation);
        var report = isRun ? await retention.RunAsync(HomeStore.Actor, cancellation) : null;
        int photos = report?.Photos ?? plan.Photos.Values.Sum();
        long entries = report?.AuditEntries ?? plan.AuditEntries;
        var people = report?.People.Select(removed => removed.Person).ToList() ?? plan.People;
        terminal.Document(new
        {
            rules.UnusedDays,
            rules.PhotoDays,
            rules.AuditDays,
            deleted = isRun,
            people = people.Select(person => new { person.Id, name = person.Name.Value, reason = person.Reason }),
            photos,
            auditEntries = entries,
            problems = report?.Problems ?? [],
        });
        terminal.Say($"People who are not used expire {After(rules.UnusedDays)}, kept photos {After(rules.PhotoDays)}, entries of the audit log {After(rules.AuditDays)}.");
        foreach (var person in people)
            terminal.Say($"  {person.Name}, {person.Id}: {(person.Reason == ExpiryReason.ConsentEnded ? "the consent has ended" : "unused")}");
        string what = $"{Words.Count(people.Count, "person", "people")}, {Words.Count(photos, "photo", "photos")}, {Words.Count((int)entries, "entry", "entries")} of the audit log";
        terminal.Say(isRun ? $"Deleted: {what}." : $"Has expired: {what}. --run deletes it.");
        foreach (string problem in report?.Problems ?? [])
            terminal.Say(problem);
        return report is { Problems.Count: > 0 } ? ExitCode.OtherOutcome : ExitCode.Success;
    }

    private static string After(int? days) => days is { } some ? $"after {Words.Count(some, "day", "days")}" : Never;

    private static int? DaysOf(ParseResult arguments, Option<string?> option, int? before) =>
        arguments.GetValue(option) is not { } text ? before : text == Never ? null : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Option<string?> Days(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description} \"{Never}\": they do not expire, which is the default.", HelpName = "DAYS" };
        option.Validators.Add(result =>
        {
            string text = result.Tokens.Single().Value;
            if (text != Never && !(int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= RetentionRules.MostDays))
                result.AddError($"{name} {text}: give a whole number of days from 1 to {RetentionRules.MostDays}, or {Never}.");
        });
        return option;
    }
}
