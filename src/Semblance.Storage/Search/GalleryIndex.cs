using System.Collections.Concurrent;

namespace Semblance.Storage.Search;

/// <summary>
/// A gallery's templates of one pack in memory, which follows what any process changes in the gallery. <see cref="RefreshAsync"/> before each question costs one
/// look at the gallery's version when nothing changed. People of whom something is damaged are left out and named in <see cref="Damaged"/>. With more than 2,048 people their exact
/// embeddings lie sealed in a temporary file without a name (decision 29). Safe for several threads.
/// </summary>
public sealed class GalleryIndex : IDisposable
{
    private readonly IGallery _gallery;
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly ConcurrentDictionary<Guid, string> _damaged = new();
    private EmbeddingIndex _index;
    private long _version = -1;

    /// <summary>Starts empty; the first refresh reads the gallery.</summary>
    /// <param name="gallery">The gallery.</param>
    /// <param name="packId">The pack whose templates it holds.</param>
    public GalleryIndex(IGallery gallery, string packId)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        (_gallery, _index) = (gallery, Fresh(packId));
    }

    /// <summary>How many numbers an embedding of the pack has: people with others are left out. Null: whoever is read first says so, and others are an error.</summary>
    public int? Length { get; init; }

    /// <summary>Is told once of everybody who is left out, and why; what it is told holds nothing biometric.</summary>
    public Action<Guid, string>? WhenDamaged { get; init; }

    /// <summary>Who is left out at present, and why: they cannot be recognised until they are removed and enrolled again, or a backup is restored.</summary>
    public IReadOnlyDictionary<Guid, string> Damaged => _damaged;

    /// <summary>Brings the index up to date and returns it.</summary>
    /// <exception cref="StoreException">The gallery cannot be read. The index is then not to be used: who was removed might still be found.</exception>
    public async Task<EmbeddingIndex> RefreshAsync(CancellationToken cancellation = default)
    {
        if (await _gallery.VersionAsync(cancellation) == Interlocked.Read(ref _version))
            return _index;
        await _refreshing.WaitAsync(cancellation);
        try
        {
            if (_version < 0 || !await FollowAsync(cancellation))
                await ReadAllAsync(cancellation);
            return _index;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Brings the index to the state of a gallery that nobody else can change: what is not in it now is not enrolled.</summary>
    internal EmbeddingIndex CatchUp(IExclusiveGallery gallery)
    {
        // Whoever refreshes meanwhile only reads, and so does not wait for the lock that the caller holds.
        _refreshing.Wait();
        try
        {
            var changes = gallery.Changes(_version);
            if (_version >= 0 && changes.Complete)
                Apply(changes, changes.Changed.Select(id => (id, Whole(() => gallery.Template(id, _index.ModelId)))));
            else
                Exchange(Read(gallery), changes.Version);
            return _index;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Frees the index.</summary>
    public void Dispose()
    {
        _index.Dispose();
        _refreshing.Dispose();
    }

    private async Task<bool> FollowAsync(CancellationToken cancellation)
    {
        var changes = await _gallery.ChangesAsync(_version, cancellation);
        if (!changes.Complete)
            return false;
        var templates = new List<(Guid, (Template?, StoreException?))>(changes.Changed.Count);
        foreach (var id in changes.Changed)
            templates.Add((id, await WholeAsync(() => _gallery.TemplateAsync(id, _index.ModelId, cancellation))));
        Apply(changes, templates);
        return true;
    }

    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        long version = await _gallery.VersionAsync(cancellation);
        var fresh = Fresh(_index.ModelId);
        _damaged.Clear();
        await foreach (var (id, template) in _gallery.TemplatesAsync(_index.ModelId, LeaveOut, cancellation))
            Set(fresh, id, template);
        Exchange(fresh, version);
    }

    private EmbeddingIndex Read(IExclusiveGallery gallery)
    {
        var fresh = Fresh(_index.ModelId);
        _damaged.Clear();
        foreach (var (id, template) in gallery.Templates(_index.ModelId, LeaveOut))
            Set(fresh, id, template);
        return fresh;
    }

    private void Apply(GalleryChanges changes, IEnumerable<(Guid, (Template? Template, StoreException? Damage))> templates)
    {
        foreach (var id in changes.Removed)
            Remove(id);
        foreach (var (id, read) in templates)
        {
            if (read.Template is { } template)
            {
                _damaged.TryRemove(id, out _);
                Set(_index, id, template);
                continue;
            }
            Remove(id);
            if (read.Damage is { } damage)
                LeaveOut(damage);
        }
        Interlocked.Exchange(ref _version, changes.Version);
    }

    private void Set(EmbeddingIndex index, Guid id, Template template)
    {
        if (Length is not { } length || template.Embeddings.FirstOrDefault(embedding => embedding.Values.Length != length) is not { } other)
        {
            try
            {
                index.Set(id, template);
            }
            catch (IOException e)
            {
                throw new StoreException(e.Message, e);
            }
            return;
        }
        index.Remove(id);
        LeaveOut(id, $"An embedding of the person {id} has {other.Values.Length} numbers instead of {length}. Remove the person and enrol again.");
    }

    private static EmbeddingIndex Fresh(string packId) => new(packId, Path.GetTempPath());

    private void Remove(Guid id)
    {
        _index.Remove(id);
        _damaged.TryRemove(id, out _);
    }

    private void LeaveOut(StoreException damage) => LeaveOut(damage.Person!.Value, damage.Message);

    private void LeaveOut(Guid id, string problem)
    {
        if (_damaged.TryAdd(id, problem))
            WhenDamaged?.Invoke(id, problem);
    }

    private static (Template?, StoreException?) Whole(Func<Template?> read)
    {
        try
        {
            return (read(), null);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            return (null, e);
        }
    }

    private static async Task<(Template?, StoreException?)> WholeAsync(Func<Task<Template?>> read)
    {
        try
        {
            return (await read(), null);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            return (null, e);
        }
    }

    // A new index, so that those who search meanwhile see the old one or the new one.
    private void Exchange(EmbeddingIndex fresh, long version)
    {
        _index = fresh;
        Interlocked.Exchange(ref _version, version);
    }
}
