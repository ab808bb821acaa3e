using System.Security.Cryptography;
using System.Text;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Server.People;

/// <summary>
/// Enrols people and adds faces from photos. All photos must show one person; a face that is somebody else's, or, for faces that are added, not the
/// person's own, is refused: otherwise whoever may enrol could give themselves another's name. Safe for several threads.
/// </summary>
internal sealed class Enrolment(IStore store, Recognizer recognizer, FaceReader reader, GalleryIndex index, CurrentSettings settings)
{
    private const int MostPhotos = 10;
    private const int MostFaces = 50;
    private const int LongestConsent = 4000;
    private const int LongestKey = 200;

    /// <summary>Enrols a person.</summary>
    public async Task<Added<Person>> AddAsync(AddPersonRequest request, Caller caller, string? idempotencyKey, CancellationToken cancellation)
    {
        var name = PersonName.Parse(request.Name ?? "");
        var consent = ConsentOf(request.Consent, caller);
        CheckPhotos(request.Photos);
        CheckDuplicate(request.AllowDuplicate, caller);
        var idempotency = KeyOf(idempotencyKey, caller, $"person\n{name.Value}\n{consent.KeepPhotos}\n{consent.Text}", request.Photos);
        // Before the work; a repeated request goes on, and the store answers it with the person of the first one.
        if (idempotency is null && await store.Gallery.FindAsync(name, cancellation) is not null)
            throw new NameTakenException(name);

        var faces = await reader.ReadForEnrolmentAsync(request.Photos, consent.KeepPhotos, cancellation);
        var threshold = recognizer.Pack.ThresholdFor(await settings.FmrAsync(null, cancellation));
        if (!faces.All(face => Resembles(face.Embedding, faces[0].Embedding, threshold)))
            throw Problem.DifferentPeople.With("The photos do not show one person: enrol one person at a time.");
        if (!request.AllowDuplicate && await NameOfSameFaceAsync(name, faces, cancellation) is { } taken && !SameName(taken, name))
            throw Problem.FaceOfSomebodyElse.With(caller.IsAdmin ? $"It is the face of {taken}." : "An administrator can say whose it is.");

        var best = faces.OrderByDescending(face => face.Quality.Rank()).ToList();
        var added = await store.Gallery.AddAsync(new NewPerson(name, consent, best), idempotency, cancellation);
        if (!added.Replayed)
            await AuditAsync("person.added", added.Value.Id, caller, $"{best.Count} faces", cancellation);
        return added;
    }

    /// <summary>Adds faces to a person.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    public async Task<Added<Person>> AddFacesAsync(Guid id, AddFacesRequest request, Caller caller, string? idempotencyKey, CancellationToken cancellation)
    {
        CheckPhotos(request.Photos);
        CheckDuplicate(request.AllowDuplicate, caller);
        var person = await store.Gallery.FindAsync(id, cancellation) ?? throw new PersonNotFoundException(id.ToString());
        if (person.Faces.Count + request.Photos.Count > MostFaces)
            throw Problem.InvalidRequest.With($"A person has at most {MostFaces} faces; this one has {person.Faces.Count}.");
        var idempotency = KeyOf(idempotencyKey, caller, $"faces\n{id}", request.Photos);

        var faces = await reader.ReadForEnrolmentAsync(request.Photos, person.Consent.KeepPhotos, cancellation);
        if (!request.AllowDuplicate)
        {
            var threshold = recognizer.Pack.ThresholdFor(await settings.FmrAsync(null, cancellation));
            var own = await store.Gallery.TemplateAsync(id, recognizer.Pack.Id, cancellation)
                ?? throw Problem.DifferentPeople.With("No face of this person was read by the running pack, so nothing shows whose the photos are: an administrator may allow it.");
            if (!faces.All(face => recognizer.Pack.Comparator.Reaches(own.Score(recognizer.Pack.Comparator, face.Embedding), threshold.Score)))
                throw Problem.DifferentPeople.With("A photo does not show the person who is enrolled.");
            if (await index.FindSameFaceAsync(recognizer.Pack, TemplateOf(person.Name, faces), id, cancellation) is not null)
                throw Problem.FaceOfSomebodyElse.With("A photo matches somebody else as well.");
        }
        var added = await store.Gallery.AddFacesAsync(id, faces, idempotency, cancellation);
        if (!added.Replayed)
            await AuditAsync("face.added", id, caller, $"{faces.Count} faces", cancellation);
        return added;
    }

    private async Task<PersonName?> NameOfSameFaceAsync(PersonName name, IReadOnlyList<NewFace> faces, CancellationToken cancellation) =>
        await index.FindSameFaceAsync(recognizer.Pack, TemplateOf(name, faces), null, cancellation) is { } other ? (await store.Gallery.FindAsync(other, cancellation))?.Name : null;

    /// <summary>The consent that a request gives.</summary>
    public static Consent ConsentOf(ConsentRequest? consent, Caller caller) => consent?.Text is { Length: > 0 and <= LongestConsent } text
        ? new Consent(text, consent.KeepPhotos, DateTimeOffset.UtcNow, caller.Name)
        : throw Problem.InvalidRequest.With($"consent: say in 1 to {LongestConsent} characters what the person agreed to.");

    private static void CheckPhotos(IReadOnlyList<byte[]>? photos)
    {
        if (photos is not { Count: >= 1 and <= MostPhotos } || photos.Any(photo => photo is not { Length: > 0 }))
            throw Problem.InvalidRequest.With($"Send 1 to {MostPhotos} photos.");
    }

    private static void CheckDuplicate(bool allow, Caller caller)
    {
        if (allow && !caller.IsAdmin)
            throw Problem.NotAllowed.With("allowDuplicate needs the role admin.");
    }

    private static IdempotencyKey? KeyOf(string? key, Caller caller, string text, IReadOnlyList<byte[]> photos)
    {
        if (key is null)
            return null;
        if (key.Length is 0 or > LongestKey)
            throw Problem.InvalidRequest.With($"Idempotency-Key has 1 to {LongestKey} characters.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        foreach (byte[] photo in photos)
            hash.AppendData(SHA256.HashData(photo));
        return new IdempotencyKey(caller.Partition, key, hash.GetHashAndReset());
    }

    private static bool SameName(PersonName a, PersonName b) => a.Value.Equals(b.Value, StringComparison.OrdinalIgnoreCase);

    private Template TemplateOf(PersonName name, IReadOnlyList<NewFace> faces) =>
        new(name.Value, recognizer.Pack.Id, [.. faces.Select(face => face.Embedding)], [.. faces.Select(face => face.Quality)], DateTimeOffset.UtcNow);

    private bool Resembles(Embedding a, Embedding b, Threshold threshold) =>
        recognizer.Pack.Comparator.Reaches(recognizer.Pack.Comparator.Compare(a, b), threshold.Score);

    private Task AuditAsync(string action, Guid person, Caller caller, string detail, CancellationToken cancellation) =>
        store.Audit.AppendAsync(new AuditEvent(action, caller.Name, person, Detail: detail, Address: caller.Address), cancellation);
}
