using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance people</c>: who is enrolled.</summary>
internal static class PeopleCommand
{
    /// <summary>A person by name or id.</summary>
    public static Argument<string> Who { get; } = new("NAME") { Description = "The person's name in the gallery, or id." };

    private static readonly Argument<PersonName> s_newName = new("NEW-NAME")
    {
        Description = "The new name.",
        CustomParser = result => PersonName.Parse(result.Tokens.Single().Value),
    };

    private static readonly Argument<string> s_id = new("ID") { Description = "The id that people remove printed." };

    private static readonly Option<string?> s_search = new("--search") { Description = "Only people whose name has this in it.", HelpName = "TEXT" };

    public static Command Create() => new("people", "List, show, rename, remove, merge, export, import or re-embed enrolled people.")
    {
        new ExampledCommand("list", "List the enrolled people.", "semblance people list --json", "semblance people list --search ann") { s_search, CommonOptions.Json }.Runs(ListAsync),
        new ExampledCommand("show", "Show what is stored of a person.", "semblance people show anna") { Who, CommonOptions.Json }.Runs(ShowAsync),
        new ExampledCommand("rename", "Give a person another name.", "semblance people rename anna \"Anna Smith\"") { Who, s_newName, CommonOptions.Json }.Runs(RenameAsync),
        new ExampledCommand("remove", "Delete everything that is stored of a person; older backups of the gallery cannot bring it back.", "semblance people remove anna") { Who, CommonOptions.Json }.Runs(RemoveAsync),
        new ExampledCommand("verify-removed", "Prove that nothing is left of a removed person; exit code 1 where something is.", "semblance people verify-removed 0198c0de-0000-7000-8000-000000000000") { s_id, CommonOptions.Json }.Runs(VerifyRemovedAsync),
        MistakeCommands.Mistaken(),
        MistakeCommands.Merge(),
        PeopleTransferCommands.Export(),
        PeopleTransferCommands.Import(),
        ReembedCommand.Create(),
    };

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var people = await store.Gallery.AllAsync(arguments.GetValue(s_search), cancellation).ToListAsync(cancellation);
        terminal.Document(new
        {
            people = people.Select(person => new { name = person.Name.Value, pack = person.Faces[^1].PackId, person.Created, embeddings = person.Faces.Count, person.Id }),
        });
        foreach (var person in people)
            terminal.Say($"{person.Name}  {Words.Count(person.Faces.Count, "embedding", "embeddings")} of {person.Faces[^1].PackId}, {person.Created:yyyy-MM-dd HH:mm} UTC");
        if (people.Count == 0)
            terminal.Say("Nobody is enrolled.");
        return ExitCode.Success;
    }

    private static async Task<int> ShowAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var person = await store.Gallery.RequireAsync(arguments.GetRequiredValue(Who), cancellation);
        terminal.Document(new
        {
            person.Id,
            name = person.Name.Value,
            person.Created,
            person.Changed,
            person.Used,
            person.Mistaken,
            person.Consent,
            faces = person.Faces.Select(face => new { face.Id, pack = face.PackId, face.Pose, face.Added, face.HasPhoto, rank = Math.Round(face.Quality.Rank(), 3), face.Quality }),
        });
        terminal.Say($"{person.Name}  {person.Id}");
        terminal.Say($"  Enrolled {person.Created:yyyy-MM-dd HH:mm} UTC, changed {person.Changed:yyyy-MM-dd HH:mm} UTC");
        terminal.Say($"  Consent, recorded by {person.Consent.RecordedBy} on {person.Consent.Given.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {person.Consent.Text}");
        if (person.Consent.Ends is { } ends)
            terminal.Say($"  The consent ends on {ends.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        if (person.Mistaken > 0)
            terminal.Say($"  Somebody else was taken for them {Words.Count(person.Mistaken, "time", "times")}.");
        terminal.Say(person.Consent.KeepPhotos ? "  Photos may be kept." : "  No photos are kept.");
        foreach (var face in person.Faces)
            terminal.Say($"  face of {face.PackId}, {face.Added:yyyy-MM-dd HH:mm} UTC, {face.Quality.Side:0} pixels wide{(face.Pose is { } pose ? $", {pose}" : "")}{(face.HasPhoto ? ", with its photo" : "")}");
        return ExitCode.Success;
    }

    private static async Task<int> RenameAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var person = await store.Gallery.RequireAsync(arguments.GetRequiredValue(Who), cancellation);
        var renamed = await store.Gallery.RenameAsync(person.Id, arguments.GetRequiredValue(s_newName), cancellation);
        await store.NoteAsync("person.renamed", person.Id);
        terminal.Document(new { person.Id, name = renamed.Name.Value, before = person.Name.Value });
        terminal.Say($"{person.Name} is {renamed.Name} now.");
        return ExitCode.Success;
    }

    private static async Task<int> RemoveAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var person = await store.Gallery.RequireAsync(arguments.GetRequiredValue(Who), cancellation);
        await store.Gallery.RemoveAsync(person.Id, cancellation);
        await store.NoteAsync("person.removed", person.Id);
        terminal.Document(new { removed = person.Name.Value, person.Id });
        terminal.Say($"{person.Name} is removed. semblance people verify-removed {person.Id} proves it.");
        return ExitCode.Success;
    }

    private static async Task<int> VerifyRemovedAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        if (!Guid.TryParse(arguments.GetRequiredValue(s_id), out var id))
            throw new UsageException($"{arguments.GetRequiredValue(s_id)} is no id: take the one that people remove printed, or that audit list --action person.removed shows.");
        await using var store = await HomeStore.OpenAsync(cancellation);
        var proof = await store.Gallery.VerifyRemovedAsync(id, cancellation);
        terminal.Document(new { id, removed = proof.IsRemoved, proof.Remains });
        terminal.Say(proof.IsRemoved ? $"Nothing is left of {id}: no key, no row, no photo." : $"Something is left of {id}:");
        foreach (string remains in proof.Remains)
            terminal.Say($"  {remains}");
        return proof.IsRemoved ? ExitCode.Success : ExitCode.OtherOutcome;
    }
}
