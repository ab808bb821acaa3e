namespace Semblance;

/// <summary>Why a source of frames gives none.</summary>
public enum FrameSourceProblem
{
    /// <summary>The name is not a source: no such file, an unknown kind, a malformed address. The user's input is wrong.</summary>
    NotFound,

    /// <summary>The file exists and holds no frames that can be read. The user's input is wrong.</summary>
    Unreadable,

    /// <summary>The camera or stream is absent, busy or forbidden, or a program that is needed is not installed. The environment is wrong.</summary>
    Unavailable,

    /// <summary>The source worked and broke off before its proper end: a cut cable, a lost connection.</summary>
    Interrupted,
}

/// <summary>A source of frames cannot be opened, or breaks off.</summary>
public sealed class FrameSourceException : Exception
{
    /// <summary>Makes the exception for a named source.</summary>
    public FrameSourceException(string source, FrameSourceProblem problem, string reason, Exception? inner = null)
        : base($"{source}: {reason}", inner) => (SourceName, Problem) = (source, problem);

    /// <summary>The source as the user named it.</summary>
    public string SourceName { get; }

    /// <summary>What kind of problem it is.</summary>
    public FrameSourceProblem Problem { get; }
}
