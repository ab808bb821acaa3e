namespace Semblance.Imaging;

/// <summary>Photos on disk as frames: one file, or all photos of a folder in ordinal order of their names, at time 0, 1, 2... seconds.</summary>
public sealed class PhotoSource : IFrameSource
{
    private readonly IReadOnlyList<string> _files;
    private int _next;

    /// <summary>Opens a photo file or a folder of photos (its own files, not those of folders in it).</summary>
    /// <exception cref="FrameSourceException">There is no such file or folder, or the folder holds no photos.</exception>
    public PhotoSource(string path)
    {
        Name = path;
        if (Directory.Exists(path))
            _files = [.. Directory.EnumerateFiles(path).Where(f => PhotoReader.Extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal)];
        else if (File.Exists(path))
            _files = [path];
        else
            throw new FrameSourceException(path, FrameSourceProblem.NotFound, "no such file or folder.");
        if (_files.Count == 0)
            throw new FrameSourceException(path, FrameSourceProblem.Unreadable, "the folder holds no photos (.jpg, .png, .webp, .bmp, .pgm).");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int? Count => _files.Count;

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <summary>Reads the next photo; null after the last.</summary>
    /// <exception cref="PhotoException">The file is no photo; the next call goes on with the one after it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Frame? Read(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_next == _files.Count)
            return null;
        int index = _next++;
        return new Frame(index, TimeSpan.FromSeconds(index), PhotoReader.Read(_files[index]), _files[index]);
    }

    /// <summary>Nothing is held open.</summary>
    public void Dispose()
    {
    }
}
