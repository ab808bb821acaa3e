namespace Semblance.OpenCv;

/// <summary>A window cannot be shown on this machine. The message says why.</summary>
public sealed class NoDisplayException : Exception
{
    /// <summary>Makes the exception.</summary>
    public NoDisplayException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
