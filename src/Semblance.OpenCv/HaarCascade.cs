using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>Finds and loads the frontal face cascade.</summary>
internal static class HaarCascade
{
    public const string InstallCommand = "apt-get install -y opencv-data";
    public const string Variable = "SEMBLANCE_HAAR_CASCADE";

    private const string FileName = "haarcascade_frontalface_default.xml";

    private static readonly string[] Folders =
    [
        "/usr/share/opencv4/haarcascades",
        "/usr/local/share/opencv4/haarcascades",
        "/opt/homebrew/share/opencv4/haarcascades",
        "/opt/homebrew/opt/opencv/share/opencv4/haarcascades",
        "/usr/local/opt/opencv/share/opencv4/haarcascades",
    ];

    /// <summary>The cascade's path. A file that was asked for by name is taken or refused, never replaced by another.</summary>
    public static string Find(string? option, string? variable)
    {
        IReadOnlyList<string> places =
            option is not null ? [option]
            : !string.IsNullOrEmpty(variable) ? [variable]
            : [.. Folders.Select(folder => Path.Combine(folder, FileName))];
        return places.FirstOrDefault(File.Exists) ?? throw new CascadeMissingException(places);
    }

    public static CascadeClassifier Load(string path)
    {
        var cascade = new CascadeClassifier();
        try
        {
            if (cascade.Load(path) && !cascade.Empty())
                return cascade;
        }
        catch (OpenCVException e)
        {
            cascade.Dispose();
            throw new InvalidDataException($"{path}: is no cascade that OpenCV can read ({e.Message.TrimEnd('.')}).", e);
        }
        cascade.Dispose();
        throw new InvalidDataException($"{path}: is no cascade that OpenCV can read.");
    }
}
