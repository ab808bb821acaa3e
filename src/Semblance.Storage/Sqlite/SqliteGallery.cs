using Microsoft.Data.Sqlite;
using Semblance.Recognition;
using Semblance.Storage.Encryption;

namespace Semblance.Storage.Sqlite;

/// <summary>The people in gallery.db, each sealed under a data key of gallery.keys. Reading; <see cref="GalleryWriter"/> changes them.</summary>
internal sealed class SqliteGallery : IGallery
{
    private readonly Database _data;
    private readonly DataKeys _keys;
    private readonly KeyedHash _names;
    private readonly NameDirectory _directory;
    private readonly GalleryWriter _writer;

    public SqliteGallery(Database data, DataKeys keys, KeyedHash names, KeyedHash requests, TimeProvider clock)
    {
        (_data, _keys, _names) = (data, keys, names);
        _directory = new NameDirectory(keys);
        _writer = new GalleryWriter(data, keys, names, requests, clock);
    }

    public Task<Added<Person>> AddAsync(NewPerson person, IdempotencyKey? idempotency = null, CancellationToken cancellation = default) =>
        _writer.AddAsync(person, idempotency, cancellation);

    public Task<Person> RenameAsync(Guid id, PersonName name, CancellationToken cancellation = default) => _writer.RenameAsync(id, name, cancellation);

    public Task<Person> SetConsentAsync(Guid id, Consent consent, CancellationToken cancellation = default) => _writer.SetConsentAsync(id, consent, cancellation);

    public Task RemoveAsync(Guid id, CancellationToken cancellation = default) => _writer.RemoveAsync(id, cancellation);

    public Task<Added<Person>> AddFacesAsync(Guid id, IReadOnlyList<NewFace> faces, IdempotencyKey? idempotency = null, CancellationToken cancellation = default) =>
        _writer.AddFacesAsync(id, faces, idempotency, cancellation);

    public Task<Person> ReplaceFacesAsync(Guid id, IReadOnlyList<NewFace> faces, string? packId = null, CancellationToken cancellation = default) =>
        _writer.ReplaceFacesAsync(id, faces, packId, cancellation);

    public Task<Person> RemoveFaceAsync(Guid id, Guid face, CancellationToken cancellation = default) => _writer.RemoveFaceAsync(id, face, cancellation);

    public Task<RemovalProof> VerifyRemovedAsync(Guid id, CancellationToken cancellation = default) => RemovalCheck.RunAsync(_data, _keys, id, cancellation);

    public Task<Person?> FindAsync(Guid id, CancellationToken cancellation = default) => _data.ReadAsync(data => Open(PersonRows.Find(data, id)), cancellation);

    public Task<Person?> FindAsync(PersonName name, CancellationToken cancellation = default)
    {
        string folded = NameDirectory.Fold(name);
        return _data.ReadAsync(
            data =>
            {
                var person = Open(PersonRows.Find(data, _names.Of(folded)));
                if (person is not null && NameDirectory.Fold(person.Name) != folded)
                    throw new StoreException($"gallery.db leads from a name to the person {person.Id}, who has another name: it was changed. Restore a backup.");
                return person;
            },
            cancellation);
    }

    public Task<PersonPage> ListAsync(PersonQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 200);
        return _data.ReadAsync(
            data =>
            {
                var (ids, total, next) = _directory.Page(data, query);
                var people = ids.Select(id => Open(PersonRows.Find(data, id))).OfType<Person>();
                return new PersonPage([.. people], total, next);
            },
            cancellation);
    }

    public Task<int> CountAsync(CancellationToken cancellation = default) => _data.ReadAsync(data => (int)data.Number("SELECT count(*) FROM people"), cancellation);

    public Task<Template?> TemplateAsync(Guid id, string packId, CancellationToken cancellation = default) => _data.ReadAsync(
        data =>
        {
            if (PersonRows.Find(data, id) is not { } row)
                return null;
            using var cipher = _keys.Find(id);
            return cipher is null ? null : SealedRows.OpenTemplate(cipher, row.Name, row.Created, PersonRows.Embeddings(data, row.Number, packId));
        },
        cancellation);

    public IAsyncEnumerable<(Guid Id, Template Template)> TemplatesAsync(string packId, CancellationToken cancellation = default) =>
        TemplateReader.ReadAsync(_data, _keys, packId, cancellation);

    public Task<byte[]?> PhotoAsync(Guid id, Guid face, CancellationToken cancellation = default) => _data.ReadAsync(
        data =>
        {
            var found = data.First(
                "SELECT f.pack, p.photo FROM photos p JOIN faces f ON f.number = p.face JOIN people o ON o.number = f.person WHERE o.id = $person AND f.id = $face",
                row => (Pack: row.GetString(0), Photo: row.Bytes(1)),
                ("$person", id), ("$face", face));
            using var cipher = found.Photo is null ? null : _keys.Find(id);
            return cipher is null ? null : SealedRows.OpenPhoto(cipher, face, found.Pack, found.Photo!);
        },
        cancellation);

    public Task<NewPerson?> ContentAsync(Guid id, CancellationToken cancellation = default) => _data.ReadAsync(
        data =>
        {
            using var cipher = _keys.Find(id);
            return cipher is null || PersonRows.Find(data, id) is not { } row ? null : ContentOf(data, cipher, row);
        },
        cancellation);

    public Task<long> VersionAsync(CancellationToken cancellation = default) => _data.ReadAsync(ChangeLog.Version, cancellation);

    public Task<GalleryChanges> ChangesAsync(long since, CancellationToken cancellation = default) =>
        _data.ReadAsync(data => ChangeLog.Since(data, since), cancellation);

    private static NewPerson ContentOf(SqliteConnection data, PersonCipher cipher, PersonRow row)
    {
        var faces = PersonRows.Embeddings(data, row.Number, pack: null).Select(face =>
        {
            var details = SealedRows.OpenDetails(cipher, face.Id, face.Pack, face.Details);
            var photo = data.First("SELECT photo FROM photos WHERE face = $face", photoRow => photoRow.Bytes(0), ("$face", face.Number));
            return new NewFace(
                SealedRows.OpenEmbedding(cipher, face), details.Quality, details.Pose, photo is null ? null : SealedRows.OpenPhoto(cipher, face.Id, face.Pack, photo));
        });
        return new NewPerson(SealedRows.OpenName(cipher, row.Name), SealedRows.OpenConsent(cipher, row.Consent), [.. faces]);
    }

    // Rows without a key are of somebody who is being removed.
    private Person? Open(PersonRow? row)
    {
        if (row is null)
            return null;
        using var cipher = _keys.Find(row.Id);
        return cipher is null ? null : SealedRows.OpenPerson(cipher, row);
    }
}
