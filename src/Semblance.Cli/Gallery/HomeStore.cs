using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Server.Hosting;
using Semblance.Storage;
using Semblance.Storage.Opening;

namespace Semblance.Cli.Gallery;

/// <summary>The store in the user's data folder, and what commands ask of it.</summary>
internal static class HomeStore
{
    /// <summary>Who did it, in the audit log.</summary>
    public const string Actor = "command line";

    /// <summary>Where it lies: by the setting Gallery:Store of appsettings.json in SEMBLANCE_HOME or of the environment (SEMBLANCE__GALLERY__STORE), else in the folder itself.</summary>
    /// <exception cref="UsageException">The setting names no place.</exception>
    public static StorePlace Place()
    {
        try
        {
            return Place(ServerSettings.Sources(SemblanceHome.Path, null, [])[$"{ServerSettings.Section}:Gallery:Store"]);
        }
        catch (SettingsException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>A place that was named.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static StorePlace Place(string? named)
    {
        try
        {
            return StorePlace.Parse(named, SemblanceHome.Path);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>Opens it, makes it where there is none, and takes over people of version 0.1's folders.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static Task<IStore> OpenAsync(CancellationToken cancellation) => OpenAsync(Place(), cancellation);

    /// <summary>The same of a place that was named.</summary>
    public static async Task<IStore> OpenAsync(StorePlace place, CancellationToken cancellation)
    {
        if (place.Warning is { } warning)
            Terminal.Note($"Warning: {warning}");
        var store = await place.OpenAsync(cancellation);
        try
        {
            await FolderImport.RunAsync(store, SemblanceHome.Gallery, cancellation);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes into the audit log what was done.</summary>
    public static Task NoteAsync(this IStore store, string action, Guid? person = null, string? detail = null, Outcome? outcome = null) =>
        store.Audit.AppendAsync(new AuditEvent(action, Actor, person, outcome?.ToString(), detail), CancellationToken.None);

    /// <summary>The person whom a command line names: by name, or by id.</summary>
    /// <exception cref="UsageException">Nobody is enrolled so.</exception>
    public static async Task<Person> RequireAsync(this IGallery gallery, string nameOrId, CancellationToken cancellation)
    {
        var person = await gallery.FindAsync(PersonName.Parse(nameOrId), cancellation);
        if (person is null && Guid.TryParse(nameOrId, out var id))
            person = await gallery.FindAsync(id, cancellation);
        return person ?? throw new UsageException($"Nobody is enrolled as {nameOrId}. semblance people list shows who is.");
    }

    /// <summary>What faces of a person are compared with.</summary>
    /// <exception cref="UsageException">The person was enrolled with another pack.</exception>
    public static async Task<Template> RequireTemplateAsync(this IGallery gallery, Person person, string packId, CancellationToken cancellation) =>
        await gallery.TemplateAsync(person.Id, packId, cancellation) ?? throw new UsageException(
            $"{person.Name} was enrolled with the pack {person.Faces[^1].PackId}, this is {packId}: enrol again (semblance enroll {person.Name} --replace), "
            + "let kept photos be read anew (semblance people re-embed), or name the old pack with --pack.");

    /// <summary>The rate at which a person's claim is decided.</summary>
    /// <exception cref="UsageException">The person is not recognised.</exception>
    public static double? RequireRate(Person person, ModelPack pack, double? fmr)
    {
        var rate = PersonalRule.RateFor(person, pack, fmr, DateTimeOffset.UtcNow);
        return rate.IsOpen ? rate.Fmr : throw new UsageException(person.Consent.HasEnded(DateTimeOffset.UtcNow)
            ? $"The consent of {person.Name} has ended: they are not recognised."
            : $"Somebody else was taken for {person.Name}, and {pack.Manifest.Name} carries nothing strict enough: they are not recognised (semblance people mistaken {person.Name} --undo).");
    }

    /// <summary>Who is recognised only where they say who they are, or not at all.</summary>
    public static async Task<IReadOnlyList<Guid>> NotToBeNamedAsync(this IGallery gallery, CancellationToken cancellation) =>
        await gallery.AllAsync(null, cancellation).Where(person => person.Mistaken > 0 || person.Consent.HasEnded(DateTimeOffset.UtcNow)).Select(person => person.Id).ToListAsync(cancellation);

    /// <summary>Everybody, in the order of their names.</summary>
    public static async IAsyncEnumerable<Person> AllAsync(this IGallery gallery, string? search, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var page = await gallery.ListAsync(new PersonQuery(search, after, Limit: 200), cancellation);
            foreach (var person in page.People)
                yield return person;
            after = page.Next;
        }
        while (after is not null);
    }
}
