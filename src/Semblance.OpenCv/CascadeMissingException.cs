namespace Semblance.OpenCv;

/// <summary>The Haar cascade was not found. The message names every place that was looked at and how to get it.</summary>
public sealed class CascadeMissingException : Exception
{
    /// <summary>Makes the exception for the places that were looked at.</summary>
    public CascadeMissingException(IReadOnlyList<string> places)
        : base($"The Haar cascade is not there: looked for {string.Join(", ", places)}. On Debian and Ubuntu: {HaarCascade.InstallCommand}") => Places = places;

    /// <summary>The files that were looked for, in order.</summary>
    public IReadOnlyList<string> Places { get; }
}
