using System.Text.Json;
using Semblance.Cli.Output;
using Semblance.Storage;

namespace Semblance.Cli.Gallery;

/// <summary>
/// Version 0.1 kept each person in a folder, unencrypted. They are taken into the store once: added, read back and compared, and only then is the
/// folder deleted. The photo in it goes: nobody had agreed to its being kept. Cut off at any point, the next opening goes on.
/// </summary>
internal static class FolderImport
{
    private const string Consent = "Enrolled with version 0.1, which recorded no consent.";

    /// <summary>Takes over what a folder holds.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The old gallery; nothing is done where there is none.</param>
    /// <param name="cancellation">Gives up between two people.</param>
    public static async Task RunAsync(IStore store, string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            return;
        int taken = 0;
        foreach (string person in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).ToList())
        {
            string name = Path.GetFileName(person);
            if (PersonName.IsAllowed(name))
            {
                if (!await TakeAsync(store, person, PersonName.Parse(name), cancellation))
                    continue;
                taken++;
            }
            else if (!name.StartsWith(".new-", StringComparison.Ordinal) && !name.StartsWith(".old-", StringComparison.Ordinal))
            {
                // Not ours; what a crash had left beside (".new-", ".old-") is.
                continue;
            }
            Delete(person);
        }
        if (taken > 0)
            Terminal.Note($"{Words.Count(taken, "person is", "people are")} now in the encrypted gallery; their unencrypted folders and photos in {folder} are deleted.");
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Delete(folder);
    }

    private static async Task<bool> TakeAsync(IStore store, string folder, PersonName name, CancellationToken cancellation)
    {
        string file = Path.Combine(folder, "template.json");
        Template template;
        try
        {
            template = TemplateFile.Parse(await File.ReadAllBytesAsync(file, cancellation), name);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException)
        {
            Terminal.Note($"{file} is damaged or missing ({e.Message}) and was not taken into the encrypted gallery: delete {folder} and enrol {name} again.");
            return false;
        }

        var consent = new Consent(Consent, KeepPhotos: false, template.Created, HomeStore.Actor);
        var faces = template.Embeddings.Zip(template.Quality, (embedding, quality) => new NewFace(embedding, quality));
        try
        {
            // They are enrolled already: nobody is asked again whether they may be.
            await store.Gallery.ExclusiveAsync(
                gallery =>
                {
                    var added = gallery.Add(new NewPerson(name, consent, [.. faces]));
                    gallery.Note(new AuditEvent("person.added", HomeStore.Actor, added.Id, Detail: "from a folder of version 0.1"));
                    return added;
                },
                cancellation);
        }
        catch (NameTakenException)
        {
            // Cut off between adding and deleting, or somebody else of that name: the comparison tells.
        }
        if (await IsStoredAsync(store.Gallery, name, template, cancellation))
            return true;
        Terminal.Note($"Somebody else is enrolled as {name}: {folder} was not taken into the encrypted gallery. Rename that person (semblance people rename), or delete the folder.");
        return false;
    }

    private static async Task<bool> IsStoredAsync(IGallery gallery, PersonName name, Template template, CancellationToken cancellation)
    {
        if (await gallery.FindAsync(name, cancellation) is not { } person || await gallery.TemplateAsync(person.Id, template.PackId, cancellation) is not { } stored)
            return false;
        return template.Embeddings.All(given => stored.Embeddings.Any(embedding => embedding.Values.SequenceEqual(given.Values)));
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another command was faster.
        }
    }
}
