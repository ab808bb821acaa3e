using Microsoft.Data.Sqlite;
using Semblance.Storage.Encryption;

namespace Semblance.Storage.Sqlite;

/// <summary>
/// Changes of the gallery, each one transaction on gallery.db. A data key is on disk before the first row that needs it, and destroyed before
/// the rows go, so that a crash leaves a key without rows or rows without a key: neither is a person, and opening clears both away.
/// </summary>
internal sealed class GalleryWriter(Database data, DataKeys keys, KeyedHash names, KeyedHash requests, TimeProvider clock)
{
    public Task<Added<Person>> AddAsync(NewPerson person, IdempotencyKey? idempotency, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        RequireFaces(person.Faces);
        RequireConsent(person.Consent);
        byte[] nameHash = names.Of(NameDirectory.Fold(person.Name));
        var request = RequestRecord.Of(idempotency, requests, "person");
        return data.WriteAsync(
            connection =>
            {
                if (request?.Find(connection, clock) is { } earlier)
                    return new Added<Person>(Read(connection, earlier), Replayed: true);
                if (PersonRows.Owner(connection, nameHash) is not null)
                    throw new NameTakenException(person.Name);
                var id = Guid.NewGuid();
                var now = clock.GetUtcNow();
                using var cipher = keys.Create(id, other => PersonRows.NumberOf(connection, other) != 0);
                connection.Execute(
                    "INSERT INTO people (id, name_hash, name, consent, created, changed) VALUES ($id, $hash, $name, $consent, $now, $now)",
                    ("$id", id), ("$hash", nameHash), ("$name", SealedRows.SealName(cipher, person.Name)), ("$consent", SealedRows.SealConsent(cipher, person.Consent)), ("$now", now));
                long number = PersonRows.NumberOf(connection, id);
                foreach (var face in person.Faces)
                    SealedRows.AddFace(connection, cipher, number, face, person.Consent.KeepPhotos, now);
                request?.Save(connection, number, now);
                ChangeLog.Add(connection, id, removed: false);
                return new Added<Person>(SealedRows.OpenPerson(cipher, PersonRows.Find(connection, id)!), Replayed: false);
            },
            cancellation);
    }

    public Task<Person> RenameAsync(Guid id, PersonName name, CancellationToken cancellation)
    {
        byte[] nameHash = names.Of(NameDirectory.Fold(name));
        return ChangeAsync(id, (connection, cipher, _, _) =>
        {
            if (PersonRows.Owner(connection, nameHash) is { } owner && owner != id)
                throw new NameTakenException(name);
            connection.Execute(
                "UPDATE people SET name_hash = $hash, name = $name WHERE id = $id", ("$id", id), ("$hash", nameHash), ("$name", SealedRows.SealName(cipher, name)));
        }, cancellation);
    }

    public Task<Person> SetConsentAsync(Guid id, Consent consent, CancellationToken cancellation)
    {
        RequireConsent(consent);
        return ChangeAsync(id, (connection, cipher, number, _) =>
        {
            connection.Execute("UPDATE people SET consent = $consent WHERE id = $id", ("$id", id), ("$consent", SealedRows.SealConsent(cipher, consent)));
            if (!consent.KeepPhotos)
                connection.Execute("DELETE FROM photos WHERE face IN (SELECT number FROM faces WHERE person = $person)", ("$person", number));
        }, cancellation);
    }

    public async Task RemoveAsync(Guid id, CancellationToken cancellation)
    {
        await data.WriteAsync(
            connection =>
            {
                Require(connection, id);
                keys.Destroy(id);
                PersonRows.Remove(connection, id);
                return true;
            },
            cancellation).ConfigureAwait(false);
        // The write-ahead log still has the pages as they were. Where somebody is reading them, the next checkpoint takes them; VerifyRemovedAsync tells.
        await data.CheckpointAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public async Task<Added<Person>> AddFacesAsync(Guid id, IReadOnlyList<NewFace> faces, IdempotencyKey? idempotency, CancellationToken cancellation)
    {
        RequireFaces(faces);
        var request = RequestRecord.Of(idempotency, requests, $"faces of {id}");
        bool replayed = false;
        var person = await ChangeAsync(
            id,
            (connection, cipher, number, now) =>
            {
                AddFaces(connection, cipher, number, faces, now);
                request?.Save(connection, number, now);
            },
            isDone: connection => replayed = request?.Find(connection, clock) is not null,
            cancellation).ConfigureAwait(false);
        return new Added<Person>(person, replayed);
    }

    public Task<Person> ReplaceFacesAsync(Guid id, IReadOnlyList<NewFace> faces, string? packId, CancellationToken cancellation)
    {
        RequireFaces(faces);
        return ChangeAsync(id, (connection, cipher, number, now) =>
        {
            connection.Execute("DELETE FROM faces WHERE person = $person AND ($pack IS NULL OR pack = $pack)", ("$person", number), ("$pack", packId));
            AddFaces(connection, cipher, number, faces, now);
        }, cancellation);
    }

    public Task<Person> RemoveFaceAsync(Guid id, Guid face, CancellationToken cancellation) => ChangeAsync(id, (connection, _, number, _) =>
    {
        if (connection.Number("SELECT count(*) FROM faces WHERE person = $person AND id = $face", ("$person", number), ("$face", face)) == 0)
            throw new PersonNotFoundException($"{id} with a face {face}");
        if (connection.Number("SELECT count(*) FROM faces WHERE person = $person", ("$person", number)) == 1)
            throw new LastFaceException();
        connection.Execute("DELETE FROM faces WHERE id = $face", ("$face", face));
    }, cancellation);

    private static void AddFaces(SqliteConnection connection, PersonCipher cipher, long person, IReadOnlyList<NewFace> faces, DateTimeOffset now)
    {
        var consent = SealedRows.OpenConsent(cipher, connection.First("SELECT consent FROM people WHERE number = $person", row => row.Bytes(0), ("$person", person))!);
        foreach (var face in faces)
            SealedRows.AddFace(connection, cipher, person, face, consent.KeepPhotos, now);
    }

    private Task<Person> ChangeAsync(Guid id, Action<SqliteConnection, PersonCipher, long, DateTimeOffset> change, CancellationToken cancellation) =>
        ChangeAsync(id, change, isDone: null, cancellation);

    /// <summary>Changes somebody who is enrolled, notes it, and returns them as they are then.</summary>
    private Task<Person> ChangeAsync(
        Guid id, Action<SqliteConnection, PersonCipher, long, DateTimeOffset> change, Func<SqliteConnection, bool>? isDone, CancellationToken cancellation) => data.WriteAsync(
        connection =>
        {
            long number = Require(connection, id);
            if (isDone?.Invoke(connection) == true)
                return Read(connection, id);
            using var cipher = keys.Find(id) ?? throw new PersonNotFoundException(id.ToString());
            var now = clock.GetUtcNow();
            change(connection, cipher, number, now);
            connection.Execute("UPDATE people SET changed = $now WHERE number = $person", ("$person", number), ("$now", now));
            ChangeLog.Add(connection, id, removed: false);
            return SealedRows.OpenPerson(cipher, PersonRows.Find(connection, id)!);
        },
        cancellation);

    private static long Require(SqliteConnection connection, Guid id) =>
        PersonRows.NumberOf(connection, id) is var number and not 0 ? number : throw new PersonNotFoundException(id.ToString());

    private Person Read(SqliteConnection connection, Guid id)
    {
        using var cipher = keys.Find(id) ?? throw new PersonNotFoundException(id.ToString());
        return SealedRows.OpenPerson(cipher, PersonRows.Find(connection, id) ?? throw new PersonNotFoundException(id.ToString()));
    }

    private static void RequireFaces(IReadOnlyList<NewFace> faces)
    {
        ArgumentNullException.ThrowIfNull(faces);
        if (faces.Count == 0)
            throw new ArgumentException("A person has at least one face.", nameof(faces));
    }

    private static void RequireConsent(Consent consent)
    {
        ArgumentNullException.ThrowIfNull(consent);
        if (consent.Text.Length > Consent.MaximumLength)
            throw new ArgumentException($"A consent has at most {Consent.MaximumLength} characters.", nameof(consent));
    }
}
