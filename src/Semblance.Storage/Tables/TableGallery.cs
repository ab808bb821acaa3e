using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>The people, each sealed under a data key of their own. Reading; <see cref="TableExclusiveGallery"/> changes them.</summary>
internal sealed class TableGallery : IGallery
{
    private readonly Database _data;
    private readonly DataKeys _keys;
    private readonly GalleryParts _parts;
    private readonly PersonReader _reader;
    private readonly NameDirectory _directory;
    private readonly TableAuditLog _audit;

    public TableGallery(Database data, DataKeys keys, KeyedHash names, KeyedHash requests, TableAuditLog audit, TimeProvider clock)
    {
        (_data, _keys, _audit) = (data, keys, audit);
        (_directory, _reader) = (new NameDirectory(keys), new PersonReader(keys, names));
        _parts = new GalleryParts(keys, names, requests, _reader, clock);
    }

    public async Task<T> ExclusiveAsync<T>(Func<IExclusiveGallery, T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        AuditEntry? last = null;
        bool hasDeleted = false;
        IReadOnlyList<Guid> leaving = [];
        var result = await _data.WriteAsync(
            Lane.People,
            connection =>
            {
                var gallery = new TableExclusiveGallery(connection, _parts);
                var done = work(gallery);
                last = _audit.Append(connection, gallery.Notes) is [.., var entry] ? entry : null;
                (hasDeleted, leaving) = (gallery.HasDeleted, gallery.Leaving);
                return done;
            },
            cancellation).ConfigureAwait(false);
        foreach (var person in leaving)
            await Task.Run(() => _keys.Destroy(person), CancellationToken.None).ConfigureAwait(false);
        if (last is not null)
            _audit.Acknowledge(last);
        if (hasDeleted)
            await CheckpointAsync().ConfigureAwait(false);
        return result;
    }

    public Task<Person> RenameAsync(Guid id, PersonName name, CancellationToken cancellation = default) => ChangeAsync(gallery => gallery.Rename(id, name), cancellation);

    public Task<Person> SetConsentAsync(Guid id, Consent consent, CancellationToken cancellation = default) => ChangeAsync(gallery => gallery.SetConsent(id, consent), cancellation);

    public Task<Person> RemoveFaceAsync(Guid id, Guid face, CancellationToken cancellation = default) => ChangeAsync(gallery => gallery.RemoveFace(id, face), cancellation);

    public async Task RemoveAsync(Guid id, CancellationToken cancellation = default)
    {
        await ChangeAsync(
            gallery =>
            {
                gallery.Remove(id);
                return true;
            },
            cancellation).ConfigureAwait(false);
        await CheckpointAsync().ConfigureAwait(false);
    }

    // The write-ahead log still has the pages as they were. Where somebody is reading them, the next checkpoint takes them; VerifyRemovedAsync tells.
    private async Task CheckpointAsync()
    {
        await _data.ClearOldAsync(CancellationToken.None).ConfigureAwait(false);
        await _keys.ClearOldAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public Task<RemovalProof> VerifyRemovedAsync(Guid id, CancellationToken cancellation = default) => RemovalCheck.RunAsync(_data, _keys, id, cancellation);

    public Task<Person?> FindAsync(Guid id, CancellationToken cancellation = default) => _data.ReadAsync(data => _reader.Find(data, id), cancellation);

    public Task<Person?> FindAsync(PersonName name, CancellationToken cancellation = default) => _data.ReadAsync(data => _reader.Find(data, name), cancellation);

    public Task<PersonPage> ListAsync(PersonQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 200);
        return _data.ReadAsync(
            data =>
            {
                var (ids, total, next) = _directory.Page(data, query);
                var people = ids.Select(id => FindWhole(data, id)).OfType<Person>();
                return new PersonPage([.. people], total, next);
            },
            cancellation);
    }

    public Task<int> CountAsync(CancellationToken cancellation = default) => _data.ReadAsync(data => (int)data.Number("SELECT count(*) FROM people"), cancellation);

    public Task<Template?> TemplateAsync(Guid id, string packId, CancellationToken cancellation = default) => _data.ReadAsync(data => _reader.Template(data, id, packId), cancellation);

    public IAsyncEnumerable<(Guid Id, Template Template)> TemplatesAsync(string packId, Action<StoreException>? damaged = null, CancellationToken cancellation = default) =>
        TemplateReader.ReadAsync(_data, _keys, packId, damaged, cancellation);

    public Task<byte[]?> PhotoAsync(Guid id, Guid face, CancellationToken cancellation = default) => _data.ReadAsync(
        data =>
        {
            var found = data.First(
                "SELECT f.pack, p.photo FROM photos p JOIN faces f ON f.number = p.face JOIN people o ON o.number = f.person WHERE o.id = @person AND f.id = @face",
                row => (Pack: row.GetString(0), Photo: row.Bytes(1)),
                ("@person", id), ("@face", face));
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

    // One damaged row does not hide everybody else.
    private Person? FindWhole(SqlSession data, Guid id)
    {
        try
        {
            return _reader.Find(data, id);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            return null;
        }
    }

    private static NewPerson ContentOf(SqlSession data, PersonCipher cipher, PersonRow row)
    {
        var faces = PersonRows.Embeddings(data, row.Number, pack: null).Select(face =>
        {
            var details = SealedRows.OpenDetails(cipher, face.Id, face.Pack, face.Details);
            var photo = data.First("SELECT photo FROM photos WHERE face = @face", photoRow => photoRow.Bytes(0), ("@face", face.Number));
            return new NewFace(
                SealedRows.OpenEmbedding(cipher, face), details.Quality, details.Pose, photo is null ? null : SealedRows.OpenPhoto(cipher, face.Id, face.Pack, photo));
        });
        return new NewPerson(SealedRows.OpenName(cipher, row.Name), SealedRows.OpenConsent(cipher, row.Consent), [.. faces]);
    }

    private Task<T> ChangeAsync<T>(Func<TableExclusiveGallery, T> change, CancellationToken cancellation) =>
        _data.WriteAsync(Lane.People, connection => change(new TableExclusiveGallery(connection, _parts)), cancellation);
}
