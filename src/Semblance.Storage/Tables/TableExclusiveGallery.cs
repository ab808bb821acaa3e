using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>
/// Changes of the gallery inside one transaction on the data. A data key is on disk before the first row that needs it, and destroyed before
/// the rows go, so that a crash leaves a key without rows or rows without a key: neither is a person, and opening clears both away.
/// </summary>
internal sealed class TableExclusiveGallery(SqlSession connection, GalleryParts parts) : IExclusiveGallery
{
    private readonly List<AuditEvent> _notes = [];

    /// <summary>Whose keys are to be destroyed once what was written is on disk.</summary>
    public List<Guid> Leaving { get; } = [];

    /// <summary>Whether something was deleted whose old pages must not stay.</summary>
    public bool HasDeleted { get; private set; }

    /// <summary>What <see cref="Note"/> was told.</summary>
    public IReadOnlyList<AuditEvent> Notes => _notes;

    public Person? Find(Guid id) => parts.Reader.Find(connection, id);

    public Person? Find(PersonName name) => parts.Reader.Find(connection, name);

    public Template? Template(Guid id, string packId) => parts.Reader.Template(connection, id, packId);

    public IEnumerable<(Guid Id, Template Template)> Templates(string packId, Action<StoreException>? damaged = null) => TemplateReader.Read(connection, parts.Keys, packId, damaged);

    public GalleryChanges Changes(long since) => ChangeLog.Since(connection, since);

    public void Note(AuditEvent what) => _notes.Add(what);

    public Person? Repeated(IdempotencyKey request, Guid? person) => RecordOf(request, person)!.Find(connection, parts.Clock) is { } earlier ? Require(Find(earlier), earlier) : null;

    public Person Add(NewPerson person, IdempotencyKey? request = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        RequireFaces(person.Faces);
        RequireConsent(person.Consent);
        byte[] nameHash = parts.Names.Of(person.Name.Identity);
        if (PersonRows.Owner(connection, nameHash) is not null)
            throw new NameTakenException(person.Name);
        var id = Guid.NewGuid();
        var now = parts.Clock.GetUtcNow();
        using var cipher = parts.Keys.Create(id, other => PersonRows.NumberOf(connection, other) != 0);
        connection.Execute(
            "INSERT INTO people (id, name_hash, name, consent, created, changed) VALUES (@id, @hash, @name, @consent, @now, @now)",
            ("@id", id), ("@hash", nameHash), ("@name", SealedRows.SealName(cipher, person.Name)), ("@consent", SealedRows.SealConsent(cipher, person.Consent)), ("@now", now));
        long number = PersonRows.NumberOf(connection, id);
        foreach (var face in person.Faces)
            SealedRows.AddFace(connection, cipher, number, face, person.Consent.KeepPhotos, now);
        RecordOf(request, person: null)?.Save(connection, number, now);
        ChangeLog.Add(connection, id, removed: false);
        return SealedRows.OpenPerson(cipher, PersonRows.Find(connection, id)!);
    }

    public Person AddFaces(Guid id, IReadOnlyList<NewFace> faces, IdempotencyKey? request = null)
    {
        RequireFaces(faces);
        return Change(id, (cipher, number, now) =>
        {
            AddFaces(cipher, number, faces, now);
            RecordOf(request, id)?.Save(connection, number, now);
        });
    }

    public Person ReplaceFaces(Guid id, IReadOnlyList<NewFace> faces, string? packId = null)
    {
        RequireFaces(faces);
        return Change(id, (cipher, number, now) =>
        {
            connection.Execute($"DELETE FROM faces WHERE person = @person {(packId is null ? "" : "AND pack = @pack")}", packId is null ? [("@person", number)] : [("@person", number), ("@pack", packId)]);
            AddFaces(cipher, number, faces, now);
        });
    }

    public Person SetConsent(Guid id, Consent consent)
    {
        RequireConsent(consent);
        return Change(id, (cipher, number, _) => SetConsent(cipher, id, number, consent));
    }

    private void SetConsent(PersonCipher cipher, Guid id, long number, Consent consent)
    {
        connection.Execute("UPDATE people SET consent = @consent WHERE id = @id", ("@id", id), ("@consent", SealedRows.SealConsent(cipher, consent)));
        if (!consent.KeepPhotos)
            connection.Execute("DELETE FROM photos WHERE face IN (SELECT number FROM faces WHERE person = @person)", ("@person", number));
    }

    /// <summary>Gives a person another name.</summary>
    public Person Rename(Guid id, PersonName name)
    {
        byte[] nameHash = parts.Names.Of(name.Identity);
        return Change(id, (cipher, _, _) =>
        {
            if (PersonRows.Owner(connection, nameHash) is { } owner && owner != id)
                throw new NameTakenException(name);
            connection.Execute(
                "UPDATE people SET name_hash = @hash, name = @name WHERE id = @id", ("@id", id), ("@hash", nameHash), ("@name", SealedRows.SealName(cipher, name)));
        });
    }

    /// <summary>Removes one face of a person, but not the last.</summary>
    public Person RemoveFace(Guid id, Guid face) => Change(id, (_, number, _) =>
    {
        if (connection.Number("SELECT count(*) FROM faces WHERE person = @person AND id = @face", ("@person", number), ("@face", face)) == 0)
            throw new PersonNotFoundException($"{id} with a face {face}");
        if (connection.Number("SELECT count(*) FROM faces WHERE person = @person", ("@person", number)) == 1)
            throw new LastFaceException();
        connection.Execute("DELETE FROM faces WHERE id = @face", ("@face", face));
    });

    public int RemovePhotos(Guid id, DateTimeOffset before)
    {
        var old = (Find(id) ?? throw new PersonNotFoundException(id.ToString())).Faces.Where(face => face.HasPhoto && face.Added < before).ToList();
        if (old.Count == 0)
            return 0;
        HasDeleted = true;
        // That photos expire is no change by which somebody shows that they are still there.
        foreach (var face in old)
            connection.Execute("DELETE FROM photos WHERE face = (SELECT number FROM faces WHERE id = @face)", ("@face", face.Id));
        return old.Count;
    }

    public Person SetMistaken(Guid id, int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        return Change(id, (_, number, _) => connection.Execute("UPDATE people SET mistaken = @times WHERE number = @number", ("@number", number), ("@times", times)));
    }

    public Person Merge(Guid keep, Guid other)
    {
        var (first, second) = (Require(Find(keep), keep), Require(Find(other), other));
        long otherNumber = RequireNumber(other);
        using var from = parts.Keys.Find(other) ?? throw new PersonNotFoundException(other.ToString());
        var consent = first.Consent with
        {
            KeepPhotos = first.Consent.KeepPhotos && second.Consent.KeepPhotos,
            Ends = first.Consent.Ends is { } ends && !(second.Consent.Ends < ends) ? ends : second.Consent.Ends,
        };
        // A crash before this is on disk leaves two people with their keys; one after it a key without a person, which opening destroys.
        parts.Keys.Release(other);
        Leaving.Add(other);
        HasDeleted = true;
        var merged = Change(keep, (cipher, number, _) =>
        {
            foreach (var face in PersonRows.Embeddings(connection, otherNumber, pack: null))
                SealedRows.MoveFace(connection, from, cipher, number, face, consent.KeepPhotos);
            SetConsent(cipher, keep, number, consent);
            connection.Execute(
                "UPDATE people SET created = @created, used = @used, mistaken = @mistaken WHERE number = @number",
                ("@number", number),
                ("@created", first.Created < second.Created ? first.Created : second.Created),
                ("@used", first.Used > second.Used || second.Used is null ? first.Used : second.Used),
                ("@mistaken", Math.Max(first.Mistaken, second.Mistaken)));
        });
        connection.Execute("UPDATE merged SET person = @keep WHERE person = @other", ("@keep", keep), ("@other", other));
        connection.Execute("INSERT INTO merged (id, person) VALUES (@other, @keep)", ("@keep", keep), ("@other", other));
        PersonRows.Remove(connection, other);
        return merged;
    }

    public void Remove(Guid id)
    {
        HasDeleted = true;
        RequireNumber(id);
        parts.Keys.Destroy(id);
        PersonRows.Remove(connection, id);
    }

    private void AddFaces(PersonCipher cipher, long person, IReadOnlyList<NewFace> faces, DateTimeOffset now)
    {
        var consent = SealedRows.OpenConsent(cipher, connection.First("SELECT consent FROM people WHERE number = @person", row => row.Bytes(0), ("@person", person))!);
        foreach (var face in faces)
            SealedRows.AddFace(connection, cipher, person, face, consent.KeepPhotos, now);
    }

    // Changes somebody who is enrolled, notes it, and returns them as they are then.
    private Person Change(Guid id, Action<PersonCipher, long, DateTimeOffset> change)
    {
        long number = RequireNumber(id);
        using var cipher = parts.Keys.Find(id) ?? throw new PersonNotFoundException(id.ToString());
        var now = parts.Clock.GetUtcNow();
        change(cipher, number, now);
        connection.Execute("UPDATE people SET changed = @now WHERE number = @person", ("@person", number), ("@now", now));
        ChangeLog.Add(connection, id, removed: false);
        return SealedRows.OpenPerson(cipher, PersonRows.Find(connection, id)!);
    }

    private RequestRecord? RecordOf(IdempotencyKey? request, Guid? person) =>
        RequestRecord.Of(request, parts.Requests, person is { } id ? $"faces of {id}" : "person");

    private long RequireNumber(Guid id) => PersonRows.NumberOf(connection, id) is var number and not 0 ? number : throw new PersonNotFoundException(id.ToString());

    private static Person Require(Person? person, Guid id) => person ?? throw new PersonNotFoundException(id.ToString());

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

/// <summary>What the gallery works with.</summary>
internal sealed record GalleryParts(DataKeys Keys, KeyedHash Names, KeyedHash Requests, PersonReader Reader, TimeProvider Clock);
