using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance people mistaken|merge</c>: "this was not me", "this is the same person".</summary>
internal static class MistakeCommands
{
    private static readonly Option<bool> s_undo = new("--undo") { Description = "Take the reports back, such as after an enrolment with better photos." };

    private static readonly Argument<string> s_other = new("OTHER") { Description = "Who becomes part of that person: the name, or id." };

    private static readonly Option<bool> s_evenIfNotAlike = new("--even-if-not-alike") { Description = "Merge them although nothing shows that they are the same." };

    public static Command Mistaken() => new ExampledCommand(
        "mistaken",
        "Report that somebody else was taken for a person: decisions about them are ten times as strict from then on, for each report, and where the pack carries nothing so strict they are not recognised.",
        "semblance people mistaken anna",
        "semblance people mistaken anna --undo")
    {
        PeopleCommand.Who, s_undo, CommonOptions.Pack, CommonOptions.Json,
    }.Runs(MistakenAsync);

    public static Command Merge() => new ExampledCommand(
        "merge",
        "Make one person of two: faces, photos, consent and history of OTHER become NAME's, and OTHER is gone; exit code 1 where the two are not alike.",
        "semblance people merge anna \"Anna Smith\"")
    {
        PeopleCommand.Who, s_other, s_evenIfNotAlike, CommonOptions.Pack, CommonOptions.Json,
    }.Runs(MergeAsync);

    private static async Task<int> MistakenAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        bool isUndone = arguments.GetValue(s_undo);
        await using var store = await HomeStore.OpenAsync(cancellation);
        var who = await store.Gallery.RequireAsync(arguments.GetRequiredValue(PeopleCommand.Who), cancellation);
        var pack = PackLocator.Load(arguments.GetValue(CommonOptions.Pack));
        var person = await store.Gallery.ExclusiveAsync(
            gallery =>
            {
                var before = gallery.Find(who.Id) ?? throw new PersonNotFoundException(who.Name.Value);
                var changed = gallery.SetMistaken(who.Id, isUndone ? 0 : before.Mistaken + 1);
                gallery.Note(new AuditEvent(isUndone ? "person.trusted" : "person.mistaken", HomeStore.Actor, who.Id, Detail: $"{changed.Mistaken} in all"));
                return changed;
            },
            cancellation);
        var rate = PersonalRule.RateFor(person, pack, fmr: null, DateTimeOffset.UtcNow);
        double? fmr = rate.IsOpen ? pack.ThresholdFor(rate.Fmr).Fmr : null;
        terminal.Document(new { person.Id, name = person.Name.Value, person.Mistaken, isRecognised = rate.IsOpen, fmr });
        terminal.Say(rate.IsOpen
            ? $"{person.Name} is recognised at a false match rate of {fmr:0.########}."
            : $"{person.Name} is not recognised any more: {pack.Manifest.Name} carries nothing so strict. Enrol better photos and take the reports back with --undo.");
        return ExitCode.Success;
    }

    private static async Task<int> MergeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var keep = await store.Gallery.RequireAsync(arguments.GetRequiredValue(PeopleCommand.Who), cancellation);
        var other = await store.Gallery.RequireAsync(arguments.GetRequiredValue(s_other), cancellation);
        var pack = PackLocator.Load(arguments.GetValue(CommonOptions.Pack));
        var outcome = await new Merger(store, pack).MergeAsync(keep.Id, other.Id, HomeEnrolment.Operator, arguments.GetValue(s_evenIfNotAlike), cancellation: cancellation);
        var refused = outcome as MergeOutcome.Refused;
        var merged = (outcome as MergeOutcome.Merged)?.Person;
        terminal.Document(new { merged = merged is not null, keep.Id, name = keep.Name.Value, other = other.Id, faces = (merged ?? keep).Faces.Count, reason = refused?.Reason });
        terminal.Say(merged is not null
            ? $"{other.Name} is part of {keep.Name} now, who has {Words.Count(merged.Faces.Count, "face", "faces")}."
            : $"Nothing is changed. {refused!.Reason}{(refused is MergeOutcome.NotAlike ? " --even-if-not-alike merges them all the same." : "")}");
        return merged is not null ? ExitCode.Success : ExitCode.OtherOutcome;
    }
}
