using Semblance.Imaging;

namespace Semblance.Detection;

/// <summary>Cuts the square out of a photo that has a face in its middle, with the head's tilt taken back.</summary>
internal static class FaceSquare
{
    // What the square shows beside the face: as much again.
    private const double Reach = 2;

    // Tilts below this are left as they are.
    private const double LeastTilt = 3;

    /// <summary>The square, <paramref name="side"/> pixels wide and high; beyond the photo its edge is repeated.</summary>
    public static Photo Cut(Photo photo, Face face, int side)
    {
        double reach = Math.Min(Reach * Math.Max(face.Box.Width, face.Box.Height), 2 * Math.Max(photo.Width, photo.Height));
        double tilt = face.Landmarks is { } landmarks ? Tilt(landmarks) : 0;
        if (!double.IsFinite(tilt) || Math.Abs(tilt) < LeastTilt)
            tilt = 0;
        var (sin, cos) = Math.SinCos(tilt * Math.PI / 180);
        double around = reach * (Math.Abs(sin) + Math.Abs(cos));
        int size = Math.Max(1, (int)Math.Round(around));
        var (x, y) = face.Box.Centre;
        var part = photo.Crop((int)Math.Round(x - around / 2), (int)Math.Round(y - around / 2), size, size);
        int reduced = Math.Max(1, (int)Math.Round(side * around / reach));
        part = part.Resize(reduced, reduced);
        return tilt == 0 ? part : Turned(part, side, sin, cos);
    }

    /// <summary>How far a face is tilted clockwise, in degrees, -180 to 180.</summary>
    public static double Tilt(Landmarks landmarks)
    {
        double downX = landmarks.RightMouthCorner.X + landmarks.LeftMouthCorner.X - landmarks.RightEye.X - landmarks.LeftEye.X;
        double downY = landmarks.RightMouthCorner.Y + landmarks.LeftMouthCorner.Y - landmarks.RightEye.Y - landmarks.LeftEye.Y;
        return Math.Atan2(-downX, downY) * 180 / Math.PI;
    }

    private static Photo Turned(Photo photo, int side, double sin, double cos)
    {
        var rgb = new byte[3 * side * side];
        var source = photo.Rgb;
        double middle = (photo.Width - 1) / 2.0, half = (side - 1) / 2.0;
        for (int v = 0, q = 0; v < side; v++)
        {
            for (int u = 0; u < side; u++)
            {
                double x = Math.Clamp(middle + cos * (u - half) - sin * (v - half), 0, photo.Width - 1.001);
                double y = Math.Clamp(middle + sin * (u - half) + cos * (v - half), 0, photo.Height - 1.001);
                int left = (int)x, top = (int)y, p = 3 * (top * photo.Width + left), below = p + 3 * photo.Width;
                float a = (float)(x - left), b = (float)(y - top);
                for (int c = 0; c < 3; c++, q++)
                {
                    float upper = source[p + c] + a * (source[p + 3 + c] - source[p + c]), lower = source[below + c] + a * (source[below + 3 + c] - source[below + c]);
                    rgb[q] = (byte)(upper + b * (lower - upper) + 0.5f);
                }
            }
        }
        return Photo.FromRgb(side, side, rgb);
    }
}
