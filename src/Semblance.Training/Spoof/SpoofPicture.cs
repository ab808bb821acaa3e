using Semblance.Imaging;
using Semblance.Training.Refiner;

namespace Semblance.Training.Spoof;

/// <summary>A square picture under work: red, green, blue of each pixel, levels 0..255 that may lie outside meanwhile.</summary>
/// <param name="side">Its side in pixels.</param>
internal sealed class SpoofPicture(int side)
{
    /// <summary>Side in pixels.</summary>
    public int Side => side;

    /// <summary>The levels.</summary>
    public float[] Rgb { get; } = new float[3 * side * side];

    /// <summary>Takes a piece out of the middle of a photo: moved, turned, mirrored.</summary>
    /// <param name="photo">A square.</param>
    /// <param name="side">Pixels of the result's side.</param>
    /// <param name="look">What is seen.</param>
    /// <param name="room">How many times as wide as its crop the photo is.</param>
    public static SpoofPicture Sample(Photo photo, int side, Look look, double room)
    {
        var picture = new SpoofPicture(side);
        double step = photo.Width / room * look.Scale / side, middle = (photo.Width - 1) / 2.0, half = (side - 1) / 2.0;
        double a = step * Math.Cos(look.Angle), b = step * Math.Sin(look.Angle), crop = photo.Width / room;
        Span<float> pixel = stackalloc float[3];
        for (int y = 0, i = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++, i += 3)
            {
                double u = (x - half) * (look.Mirrored ? -1 : 1), v = y - half;
                Bilinear.Sample(photo.Rgb, photo.Width, photo.Height, middle + look.ShiftX * crop + a * u - b * v, middle + look.ShiftY * crop + b * u + a * v, pixel);
                (picture.Rgb[i], picture.Rgb[i + 1], picture.Rgb[i + 2]) = (pixel[0], pixel[1], pixel[2]);
            }
        }
        return picture;
    }

    /// <summary>As bytes, clamped.</summary>
    public Photo ToPhoto()
    {
        var bytes = new byte[Rgb.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)Math.Clamp(Rgb[i] + 0.5f, 0, 255);
        return Photo.FromRgb(side, side, bytes);
    }

    /// <summary>From a square photo.</summary>
    public static SpoofPicture Of(Photo photo)
    {
        var picture = new SpoofPicture(photo.Width);
        for (int i = 0; i < picture.Rgb.Length; i++)
            picture.Rgb[i] = photo.Rgb[i];
        return picture;
    }

    /// <summary>Blurs by a Gaussian of this deviation in pixels.</summary>
    public SpoofPicture Blurred(double deviation) => deviation < 0.25 ? this : Of(ToPhoto().Blur(deviation));
}
