using SkiaSharp;

namespace Semblance.Imaging;

/// <summary>By how much a picture must be turned clockwise so that it stands upright. The numbers are degrees, but for <see cref="Unknown"/>.</summary>
internal enum Turn
{
    /// <summary>It cannot be told.</summary>
    Unknown = -1,

    /// <summary>Not at all: it stands upright.</summary>
    None = 0,

    /// <summary>By 90 degrees clockwise.</summary>
    Quarter = 90,

    /// <summary>By 180 degrees: it stands on its head.</summary>
    Half = 180,

    /// <summary>By 270 degrees clockwise, which is 90 the other way.</summary>
    ThreeQuarters = 270,
}

/// <summary>Turning of photos.</summary>
internal static class PhotoTurning
{
    /// <summary>Turns a photo without loss.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="degrees">Clockwise: 0, 90, 180 or 270.</param>
    /// <returns>The turned photo; the same one for 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another angle.</exception>
    public static Photo Rotate(this Photo photo, int degrees)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return degrees switch
        {
            0 => photo,
            90 => Turned(photo, SKEncodedOrigin.RightTop),
            180 => Turned(photo, SKEncodedOrigin.BottomRight),
            270 => Turned(photo, SKEncodedOrigin.LeftBottom),
            _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "A photo is turned by 0, 90, 180 or 270 degrees."),
        };
    }

    /// <summary>Turns a photo without loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Turn.Unknown"/>.</exception>
    public static Photo Rotate(this Photo photo, Turn turn) => photo.Rotate((int)turn);

    private static Photo Turned(Photo photo, SKEncodedOrigin origin) => PixelOrder.Of(photo.Width, photo.Height, origin).Read(photo.Rgb);
}
