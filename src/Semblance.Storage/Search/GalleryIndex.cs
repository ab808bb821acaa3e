using Semblance.Packs;
using Semblance.Recognition;

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

    /// <summary>Who among the enrolled has the face that is about to be enrolled; null where nobody has.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="faces">The new person's faces.</param>
    /// <param name="self">Somebody who may have it: the person whom faces are added to.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Guid?> FindSameFaceAsync(ModelPack pack, Template faces, Guid? self = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(faces);
        var index = await RefreshAsync(cancellation);
        double threshold = pack.CreateIdentifier(FaceIdentifier.DefaultFpir, index.Count).Threshold?.Score ?? pack.Strictest().Score;
        var best = faces.Embeddings.SelectMany(face => index.Search(face, 2)).Where(hit => hit.Person != self).GroupBy(hit => hit.Person)
            .Select(group => (Person: group.Key, Score: faces.Embeddings.Average(face => index.Score(group.Key, face) ?? -1)))
            .OrderByDescending(found => found.Score).FirstOrDefault();
        return best.Person != default && best.Score >= threshold ? best.Person : null;
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
        foreach (var id in changes.Removed)
            _index.Remove(id);
        foreach (var id in changes.Changed)
        {
            if (await _gallery.TemplateAsync(id, _index.ModelId, cancellation) is { } template)
                _index.Set(id, template);
            else
                _index.Remove(id);
        }
        Interlocked.Exchange(ref _version, changes.Version);
        return true;
    }

    // Into a new index, so that those who search meanwhile see the old one or the new one.
    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        long version = await _gallery.VersionAsync(cancellation);
        var fresh = new EmbeddingIndex(_index.ModelId);
        await foreach (var (id, template) in _gallery.TemplatesAsync(_index.ModelId, cancellation))
            fresh.Set(id, template);
        _index = fresh;
        Interlocked.Exchange(ref _version, version);
    }
}
