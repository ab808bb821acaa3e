using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>OpenCV's native library: loaded once for the whole process, at the first use of any type of this project. Thread-safe.</summary>
public static partial class OpenCvRuntime
{
    /// <summary>What Debian and Ubuntu have to install for everything of this project: OpenCV's dependencies and the cascades.</summary>
    public const string InstallCommand = "apt-get install -y libgtk-3-0 libdrm2 libatomic1 opencv-data";

    private static readonly Lazy<Exception?> Failure = new(TryLoad);

    /// <summary>Loads the library, or says what is missing. The outcome of the first call stands for the life of the process.</summary>
    /// <exception cref="OpenCvMissingException">It cannot be loaded; the message is one line.</exception>
    public static void EnsureLoaded()
    {
        if (Failure.Value is { } failure)
            throw new OpenCvMissingException(Explain(failure, OperatingSystem.IsLinux()), failure);
    }

    internal static string Explain(Exception failure, bool linux)
    {
        string? missing = MissingLibrary().Matches(failure.Message).Select(m => m.Groups[1].Value).FirstOrDefault(name => !name.Contains("OpenCvSharpExtern"));
        return (linux, missing) switch
        {
            (true, null) => $"OpenCV cannot be loaded; install what it needs: {InstallCommand}",
            (true, _) => $"OpenCV cannot be loaded ({missing} is missing); install what it needs: {InstallCommand}",
            _ => $"OpenCV cannot be loaded: its library OpenCvSharpExtern, or one that it needs, is missing for {RuntimeInformation.RuntimeIdentifier}.",
        };
    }

    private static Exception? TryLoad()
    {
        try
        {
            // Failures reach the caller as exceptions; what OpenCV and its FFmpeg write about them to stderr would only repeat them.
            // .NET keeps its own copy of the environment, which native code does not see.
            if (!OperatingSystem.IsWindows())
                _ = SetVariable("OPENCV_FFMPEG_LOGLEVEL", "-8", overwrite: 0);
            NativeLibrary.Load("OpenCvSharpExtern", typeof(Cv2).Assembly, searchPath: null);
            Cv2.SetLogLevel(LogLevel.ERROR);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or TypeInitializationException or OpenCvSharpException)
        {
            return e;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [GeneratedRegex(@"([^\s/:]+\.so[^\s:]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
