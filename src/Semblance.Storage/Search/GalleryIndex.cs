namespace Semblance.Storage.Search;

/// <summary>
/// A gallery's templates of one pack in memory, which follows what any process changes in the gallery. <see cref="RefreshAsync"/> before each question costs one
/// look at the gallery's version when nothing changed. Safe for several threads.
/// </summary>
public sealed class GalleryIndex : IDisposable
{
    private readonly IGallery _gallery;
    private readonly SemaphoreSlim _refreshing = new(1);
    private EmbeddingIndex _index;
    private long _version = -1;

    /// <summary>Starts empty; the first refresh reads the gallery.</summary>
    /// <param name="gallery">The gallery.</param>
    /// <param name="packId">The pack whose templates it holds.</param>
    public GalleryIndex(IGallery gallery, string packId)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        (_gallery, _index) = (gallery, new EmbeddingIndex(packId));
    }

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
                Apply(changes, changes.Changed.Select(id => (id, gallery.Template(id, _index.ModelId))));
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
        var templates = new List<(Guid, Template?)>(changes.Changed.Count);
        foreach (var id in changes.Changed)
            templates.Add((id, await _gallery.TemplateAsync(id, _index.ModelId, cancellation)));
        Apply(changes, templates);
        return true;
    }

    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        long version = await _gallery.VersionAsync(cancellation);
        var fresh = new EmbeddingIndex(_index.ModelId);
        await foreach (var (id, template) in _gallery.TemplatesAsync(_index.ModelId, cancellation))
            fresh.Set(id, template);
        Exchange(fresh, version);
    }

    private EmbeddingIndex Read(IExclusiveGallery gallery)
    {
        var fresh = new EmbeddingIndex(_index.ModelId);
        foreach (var (id, template) in gallery.Templates(_index.ModelId))
            fresh.Set(id, template);
        return fresh;
    }

    private void Apply(GalleryChanges changes, IEnumerable<(Guid, Template?)> templates)
    {
        foreach (var id in changes.Removed)
            _index.Remove(id);
        foreach (var (id, template) in templates)
        {
            if (template is not null)
                _index.Set(id, template);
            else
                _index.Remove(id);
        }
        Interlocked.Exchange(ref _version, changes.Version);
    }

    // A new index, so that those who search meanwhile see the old one or the new one.
    private void Exchange(EmbeddingIndex fresh, long version)
    {
        _index = fresh;
        Interlocked.Exchange(ref _version, version);
    }
}
