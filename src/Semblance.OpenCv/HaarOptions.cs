namespace Semblance.OpenCv;

/// <summary>Settings of <see cref="HaarFaceDetector"/>.</summary>
public sealed record HaarOptions
{
    /// <summary>Step from one size of the search window to the next, over 1. Default 1.1.</summary>
    public double ScaleFactor { get; init; } = 1.1;

    /// <summary>A face needs more than this many overlapping hits, at least 0. Default 5.</summary>
    public int MinNeighbours { get; init; } = 5;

    /// <summary>Side of the smallest face that is looked for, in pixels, at least 1. Default 30.</summary>
    public int MinSize { get; init; } = 30;

    /// <summary>
    /// The cascade. Without it the file that SEMBLANCE_HAAR_CASCADE names is taken; without that, haarcascade_frontalface_default.xml
    /// from where packages put it.
    /// </summary>
    public string? CascadeFile { get; init; }
}
