namespace Semblance.OpenCv;

/// <summary>OpenCV's native library cannot be loaded. The message is one line and ends, on Linux, with the command that mends it.</summary>
public sealed class OpenCvMissingException : Exception
{
    /// <summary>Makes the exception.</summary>
    public OpenCvMissingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
