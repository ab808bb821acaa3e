using System.Globalization;
using Semblance.Imaging;

namespace Semblance.OpenCv;

/// <summary>Opens a source of frames by its name.</summary>
public static class FrameSources
{
    /// <summary>What <see cref="Open"/> accepts, in one sentence for help texts and errors.</summary>
    public const string AcceptedForms =
        "a photo, a folder of photos, a video file, camera:N (camera:0 is the first) or an address that starts with rtsp://, rtsps://, http:// or https://";

    /// <summary>
    /// Opens <c>camera:N</c>, a network address (rtsp, rtsps, http, https), a folder of photos, a photo file, or any other existing file as a video.
    /// The bytes of a file say what it is, never its name: a GIF that moves is a video. Pipes and "-" (standard input) are read to their end first.
    /// </summary>
    /// <param name="source">The name.</param>
    /// <param name="cancellation">Ends the wait for a network stream's first frame.</param>
    /// <exception cref="FrameSourceException">There is no such source, it cannot be read, or it is not available.</exception>
    /// <exception cref="OpenCvMissingException">A camera or video file was named and OpenCV cannot be loaded.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IFrameSource Open(string source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        cancellation.ThrowIfCancellationRequested();
        if (StreamSource.Recognises(source))
            return new StreamSource(source, cancellation);
        if (Directory.Exists(source))
            return new PhotoSource(source);
        if (source == PhotoReader.StandardInput || File.Exists(source))
            return OpenFile(source);
        if (CameraNumber(source) is { } number)
            return new CameraSource(number);
        throw new FrameSourceException(StreamSource.WithoutCredentials(source), FrameSourceProblem.NotFound, $"no such file, folder or source. Accepted are {AcceptedForms}.");
    }

    private static IFrameSource OpenFile(string path)
    {
        try
        {
            // A pipe is opened once: opened again, it would be another one.
            using (var file = path == PhotoReader.StandardInput ? Console.OpenStandardInput() : File.OpenRead(path))
            {
                if (!file.CanSeek)
                    return SpooledFile.Open(file, path);
            }
            return FileContents.Of(path) == FileContent.Photo ? new PhotoSource(path) : new VideoFileSource(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FrameSourceException(path, FrameSourceProblem.Unreadable, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static int? CameraNumber(string source)
    {
        const string Prefix = "camera:";
        return source.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(source.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
