using Semblance.Imaging;

namespace Semblance;

/// <summary>
/// Photos on disk as frames: one file, or all files of a folder in ordinal order of their names, at time 0, 1, 2... seconds. Every file of a folder is
/// given or refused by name; only hidden files (whose names begin with a dot) are passed over.
/// </summary>
public sealed class PhotoSource : IFrameSource
{
    private readonly IReadOnlyList<string> _files;
    private readonly byte[]? _bytes;
    private int _next;

    /// <summary>Opens a photo file or a folder of photos (its own files, not those of folders in it).</summary>
    /// <exception cref="FrameSourceException">There is no such file or folder, or the folder holds no photos.</exception>
    public PhotoSource(string path)
    {
        Name = path;
        _files = Directory.Exists(path) ? FilesOf(path)
            : File.Exists(path) ? [path]
            : throw new FrameSourceException(path, FrameSourceProblem.NotFound, "no such file or folder.");
    }

    /// <summary>A photo whose bytes were read before, such as from a pipe.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="bytes">The whole file.</param>
    public PhotoSource(string name, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (Name, _files, _bytes) = (name, [name], bytes);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int? Count => _files.Count;

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <summary>Reads the next photo; null after the last.</summary>
    /// <exception cref="PhotoException">The file is not a photo; the next call goes on with the one after it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Frame? Read(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_next == _files.Count)
            return null;
        int index = _next++;
        var photo = _bytes is null ? PhotoReader.Read(_files[index]) : PhotoReader.Decode(_bytes, Name);
        return new Frame(index, TimeSpan.FromSeconds(index), photo, _files[index]);
    }

    /// <summary>Nothing is held open.</summary>
    public void Dispose()
    {
    }

    private static List<string> FilesOf(string folder)
    {
        var files = Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        var contents = files.Select(ContentOf).ToList();
        if (contents.Any(content => content is FileContent.Photo or FileContent.Animation or null))
            return files;
        int videos = contents.Count(content => content == FileContent.Video);
        string reason = files.Count == 0 ? "it is empty"
            : videos > 0 ? $"{videos} of its {files.Count} files {(videos == 1 ? "is a video" : "are videos")}, which are given one by one"
            : $"none of its {files.Count} files is one";
        throw new FrameSourceException(folder, FrameSourceProblem.Unreadable, $"the folder holds no photos: {reason}.");
    }

    // Null: a file that cannot be opened, which is told when its turn comes.
    private static FileContent? ContentOf(string file)
    {
        try
        {
            return FileContents.Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
