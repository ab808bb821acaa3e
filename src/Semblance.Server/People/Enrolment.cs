using System.Security.Cryptography;
using System.Text;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.People;

/// <summary>Enrols people and adds faces from photos: checks what the request asks for, reads the photos, and leaves the rule to <see cref="Enroller"/>. Safe for several threads.</summary>
internal sealed class Enrolment(IStore store, FaceReader reader, Enroller enroller, CurrentSettings settings)
{
    private const int MostPhotos = 10;
    private const int LongestConsent = 4000;
    private const int LongestKey = 200;

    /// <summary>Enrols a person.</summary>
    public async Task<EnrolmentOutcome.Enrolled> AddAsync(AddPersonRequest request, Caller caller, string? idempotencyKey, CancellationToken cancellation)
    {
        var name = PersonName.Parse(request.Name ?? "");
        var consent = ConsentOf(request.Consent, caller);
        CheckPhotos(request.Photos);
        CheckDuplicate(request.AllowDuplicate, caller);
        var idempotency = KeyOf(idempotencyKey, caller, $"person\n{name.Value}\n{consent.KeepPhotos}\n{consent.Ends?.UtcTicks}\n{consent.Text}", request.Photos);
        // Before the work; a repeated request goes on, and is answered with the person of the first one.
        if (idempotency is null && await store.Gallery.FindAsync(name, cancellation) is not null)
            throw EnrolmentProblems.Of(new EnrolmentOutcome.NameTaken(name), caller);

        var faces = await reader.ReadForEnrolmentAsync(request.Photos, consent.KeepPhotos, cancellation);
        return await EnrolAsync(new Enrollee.Newcomer(name, consent), [.. faces.OrderByDescending(face => face.Quality.Rank())], request.AllowDuplicate, caller, idempotency, cancellation);
    }

    /// <summary>Adds faces to a person.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    public async Task<EnrolmentOutcome.Enrolled> AddFacesAsync(Guid id, AddFacesRequest request, Caller caller, string? idempotencyKey, CancellationToken cancellation)
    {
        CheckPhotos(request.Photos);
        CheckDuplicate(request.AllowDuplicate, caller);
        var person = await store.Gallery.FindAsync(id, cancellation) ?? throw new PersonNotFoundException(id.ToString());
        var idempotency = KeyOf(idempotencyKey, caller, $"faces\n{id}", request.Photos);
        var faces = await reader.ReadForEnrolmentAsync(request.Photos, person.Consent.KeepPhotos, cancellation);
        return await EnrolAsync(new Enrollee.Further(id), faces, request.AllowDuplicate, caller, idempotency, cancellation);
    }

    /// <summary>The consent that a request gives.</summary>
    public static Consent ConsentOf(ConsentRequest? consent, Caller caller)
    {
        if (consent?.Text is not { Length: > 0 and <= LongestConsent } text)
            throw Problem.InvalidRequest.With($"consent: say in 1 to {LongestConsent} characters what the person agreed to.");
        var now = DateTimeOffset.UtcNow;
        return consent.Ends is null || consent.Ends > now
            ? new Consent(text, consent.KeepPhotos, now, caller.Name) { Ends = consent.Ends?.ToUniversalTime() }
            : throw Problem.InvalidRequest.With("A consent ends in the future, or not by itself.");
    }

    private async Task<EnrolmentOutcome.Enrolled> EnrolAsync(
        Enrollee who, IReadOnlyList<NewFace> faces, bool allowDuplicate, Caller caller, IdempotencyKey? idempotency, CancellationToken cancellation)
    {
        var request = new EnrolmentRequest(who, faces, new FaceOrigin.Photos(), EnrolmentProblems.ActorOf(caller))
        {
            AllowDuplicate = allowDuplicate, Idempotency = idempotency, Fmr = await settings.FmrAsync(null, cancellation),
        };
        return EnrolmentProblems.Require(await enroller.EnrolAsync(request, cancellation), caller);
    }

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
}
