using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>Brings a face into the fixed template of a pack. One alignment serves training, evaluation and serving. Thread-safe.</summary>
internal interface IFaceAligner
{
    /// <summary>Size of the aligned face in pixels.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>The aligned face, <see cref="Size"/> large.</summary>
    Photo Align(Photo photo, Face face);

    /// <summary>What can be measured of a face that it aligned.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="face">The face in it.</param>
    /// <param name="aligned">The face as <see cref="Align"/> gave it.</param>
    FaceQuality Measure(Photo photo, Face face, Photo aligned);
}

/// <summary>The lesson's alignment: the box is cut out and resized, sides apart, with no regard to landmarks.</summary>
/// <param name="Width">Width of the aligned face in pixels.</param>
/// <param name="Height">Height of the aligned face in pixels.</param>
internal sealed record BoxAligner(int Width, int Height) : IFaceAligner
{
    /// <inheritdoc/>
    public (int Width, int Height) Size => (Width, Height);

    /// <inheritdoc/>
    public Photo Align(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(face);
        var box = face.Box;
        int left = (int)MathF.Round(box.X), top = (int)MathF.Round(box.Y);
        return photo.Crop(left, top, Math.Max(1, (int)MathF.Round(box.Width)), Math.Max(1, (int)MathF.Round(box.Height))).Resize(Width, Height);
    }

    /// <inheritdoc/>
    /// <remarks>Measured apart from the aligned face, whose size is the pack's: numbers of one pack stay those of another.</remarks>
    public FaceQuality Measure(Photo photo, Face face, Photo aligned) => FaceQuality.Measure(photo, face);
}
