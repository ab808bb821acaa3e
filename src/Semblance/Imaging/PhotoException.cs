namespace Semblance;

/// <summary>A file or a block of bytes is not a photo that can be read. The message names the file and the reason.</summary>
public sealed class PhotoException : Exception
{
    /// <summary>Makes the exception for a named file or upload.</summary>
    public PhotoException(string name, string reason, Exception? inner = null)
        : base($"{name}: {reason}", inner) => (Name, Reason) = (name, reason);

    /// <summary>The file's path, or the name the caller gave the bytes.</summary>
    public string Name { get; }

    /// <summary>Why it cannot be read, in words.</summary>
    public string Reason { get; }
}
