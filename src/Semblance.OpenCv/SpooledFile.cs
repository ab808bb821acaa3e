using Semblance.Imaging;

namespace Semblance.OpenCv;

/// <summary>
/// What comes through a pipe. A photo is kept in memory; a video, in which OpenCV must be able to go back, in a file that only this user may read and that
/// is removed when the source is disposed.
/// </summary>
internal static class SpooledFile
{
    private const long MostBytes = 1L << 30;

    /// <param name="pipe">The pipe, read to its end.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="FrameSourceException">It is empty, or longer than 1 GB.</exception>
    /// <exception cref="IOException">The pipe broke.</exception>
    public static IFrameSource Open(Stream pipe, string name)
    {
        using var head = new MemoryStream();
        bool ended = Copy(pipe, head, PhotoReader.MaximumBytes, name);
        byte[] bytes = head.ToArray();
        if (bytes.Length == 0)
            throw new FrameSourceException(name, FrameSourceProblem.Unreadable, "nothing came through the pipe.");
        if (ended && FileContents.Of(bytes) == FileContent.Photo)
            return new PhotoSource(name, bytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"semblance-{Guid.NewGuid():N}"), options);
        try
        {
            file.Write(bytes);
            if (!ended)
                Copy(pipe, file, MostBytes, name);
            file.Dispose();
            return new SpooledVideo(new VideoFileSource(file.Name, name), file.Name);
        }
        catch
        {
            file.Dispose();
            File.Delete(file.Name);
            throw;
        }
    }

    // True at the pipe's end, false where more may come.
    private static bool Copy(Stream pipe, Stream into, long most, string name)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = pipe.Read(buffer)) > 0;)
        {
            into.Write(buffer, 0, read);
            if (into.Length > MostBytes)
                throw new FrameSourceException(name, FrameSourceProblem.Unreadable, $"more than {MostBytes >> 30} GB came through the pipe: write it to a file.");
            if (into.Length >= most)
                return false;
        }
        return true;
    }

    private sealed class SpooledVideo(VideoFileSource video, string file) : IFrameSource
    {
        public string Name => video.Name;

        public int? Count => video.Count;

        public bool IsLive => false;

        public Frame? Read(CancellationToken cancellation = default) => video.Read(cancellation);

        public void Dispose()
        {
            video.Dispose();
            File.Delete(file);
        }
    }
}
