namespace Semblance.Evaluation;

/// <summary>A pair list cannot be used. The message names the file, the line where there is one, and the reason.</summary>
internal sealed class PairListException : Exception
{
    /// <summary>Makes the exception for a file as a whole (line null) or for one of its lines, counted from 1.</summary>
    public PairListException(string path, int? line, string reason, Exception? inner = null)
        : base(line is null ? $"{path}: {reason}" : $"{path}, line {line}: {reason}", inner) => (Path, Line, Reason) = (path, line, reason);

    /// <summary>The pair list.</summary>
    public string Path { get; }

    /// <summary>The line, counted from 1; null where the file as a whole is at fault.</summary>
    public int? Line { get; }

    /// <summary>What is wrong, in words.</summary>
    public string Reason { get; }
}
