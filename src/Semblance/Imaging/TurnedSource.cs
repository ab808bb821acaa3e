namespace Semblance.Imaging;

/// <summary>A source whose pictures are turned before anybody sees them. Owns the source.</summary>
/// <param name="source">Where the pictures come from.</param>
/// <param name="turn">Turns one.</param>
internal sealed class TurnedSource(IFrameSource source, Func<Photo, Photo> turn) : IFrameSource
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public int? Count => source.Count;

    /// <inheritdoc/>
    public bool IsLive => source.IsLive;

    /// <inheritdoc/>
    public Frame? Read(CancellationToken cancellation = default) => source.Read(cancellation) is { } frame ? frame with { Photo = turn(frame.Photo) } : null;

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
