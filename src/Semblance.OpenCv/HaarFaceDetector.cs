using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>
/// Finds upright frontal faces with a cascade of boosted Haar features (Viola and Jones 2001) on the photo's BT.601 luma. No landmarks.
/// The score of a face is the number of overlapping hits that were merged into it: an integer over <see cref="HaarOptions.MinNeighbours"/>
/// without an upper bound, no probability. (OpenCV can give the last stage's weight instead, but then it also returns windows
/// that the cascade rejected, so the boxes would change.) Boxes lie inside the photo and are
/// those of OpenCV's DetectMultiScale, to a pixel at the photo's edge.
/// One instance may serve several threads; they take turns.
/// </summary>
public sealed class HaarFaceDetector : IFaceDetector
{
    // How alike two hits must be to be merged; the value of OpenCV's own DetectMultiScale.
    private const double MergeTolerance = 0.2;

    private readonly Lock _turn = new();
    private readonly HaarOptions _options;
    private readonly CascadeClassifier _cascade;
    private bool _disposed;

    /// <summary>Loads the cascade.</summary>
    /// <exception cref="OpenCvMissingException">OpenCV cannot be loaded.</exception>
    /// <exception cref="CascadeMissingException">There is no such file, or none where packages put it.</exception>
    /// <exception cref="InvalidDataException">The file is no cascade.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public HaarFaceDetector(HaarOptions? options = null)
    {
        _options = options ?? new HaarOptions();
        if (!(_options.ScaleFactor > 1) || double.IsInfinity(_options.ScaleFactor))
            throw new ArgumentOutOfRangeException(nameof(options), _options.ScaleFactor, "ScaleFactor must be over 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MinNeighbours, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MinSize, 1, nameof(options));
        OpenCvRuntime.EnsureLoaded();
        CascadeFile = HaarCascade.Find(_options.CascadeFile, Environment.GetEnvironmentVariable(HaarCascade.Variable));
        _cascade = HaarCascade.Load(CascadeFile);
    }

    /// <summary>The cascade that was loaded.</summary>
    public string CascadeFile { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Face> Detect(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        using var grey = photo.ToGreyMat();
        var boxes = new List<Rect>(Hits(grey));
        Cv2.GroupRectangles(boxes, out int[] hits, _options.MinNeighbours, MergeTolerance);
        return [.. boxes
            .Select((box, i) => new Face(new Box(box.X, box.Y, box.Width, box.Height), hits[i]))
            .OrderByDescending(face => face.Score).ThenByDescending(face => face.Box.Area).ThenBy(face => face.Box.X).ThenBy(face => face.Box.Y)];
    }

    /// <summary>Frees the cascade.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            _cascade.Dispose();
        }
    }

    private Rect[] Hits(Mat grey)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _cascade.DetectMultiScale(grey, _options.ScaleFactor, minNeighbors: 0, minSize: new Size(_options.MinSize, _options.MinSize));
        }
    }
}
