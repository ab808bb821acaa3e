using Semblance.Imaging;

namespace Semblance.Liveness;

/// <summary>
/// The upright square of a photo that a branch of the spoof network looks at. It is laid by the eyes and the mouth, not by the box, so that detectors with other habits
/// cut the same; it is not turned with the head, so that the camera's pixels stay what they are.
/// </summary>
/// <param name="CentreX">Its centre in pixels of the photo.</param>
/// <param name="CentreY">Its centre in pixels of the photo.</param>
/// <param name="Side">Its side in pixels, over 0.</param>
internal readonly record struct SpoofCrop(double CentreX, double CentreY, double Side)
{
    /// <summary>How much wider the wide crop is than the tight one: room for a phone's bezel, a paper's edge, a hand.</summary>
    public const double WideFactor = 2.8;

    // A face's crop is as wide as the five-point template of face networks: the eyes stand 35 of 112 apart, the mouth 41 below them.
    private const double SideByEyes = 112 / 35.24, SideByMouth = 112 / 40.69;

    // Of faces without landmarks: fitted to the boxes of both detectors at hand.
    private const double SideByBox = 1.0;

    /// <summary>The face from hairline to chin.</summary>
    public static SpoofCrop Tight(Face face)
    {
        if (face.Landmarks is not { } l)
            return new SpoofCrop(face.Box.Centre.X, face.Box.Centre.Y, SideByBox * Math.Sqrt(face.Box.Area));
        double eyesX = (l.RightEye.X + l.LeftEye.X) / 2, eyesY = (l.RightEye.Y + l.LeftEye.Y) / 2;
        double mouthX = (l.RightMouthCorner.X + l.LeftMouthCorner.X) / 2, mouthY = (l.RightMouthCorner.Y + l.LeftMouthCorner.Y) / 2;
        // A head turned aside brings its eyes together, one turned up or down its mouth to the eyes: the longer of both tells its size.
        double side = Math.Max(
            SideByEyes * Math.Sqrt(Square(l.LeftEye.X - l.RightEye.X) + Square(l.LeftEye.Y - l.RightEye.Y)),
            SideByMouth * Math.Sqrt(Square(mouthX - eyesX) + Square(mouthY - eyesY)));
        return new SpoofCrop((eyesX + mouthX) / 2, (eyesY + mouthY) / 2, side);
    }

    /// <summary>The face with what is around it.</summary>
    public static SpoofCrop Wide(Face face) => Tight(face).Widened();

    /// <summary>The wide crop about this tight one.</summary>
    public SpoofCrop Widened() => this with { Side = Side * WideFactor };

    /// <summary>How much of it a photo of this size holds, 0 to 1.</summary>
    public double Inside(int width, int height)
    {
        double across = Math.Min(width, CentreX + Side / 2) - Math.Max(0, CentreX - Side / 2), down = Math.Min(height, CentreY + Side / 2) - Math.Max(0, CentreY - Side / 2);
        return across <= 0 || down <= 0 ? 0 : across * down / (Side * Side);
    }

    /// <summary>Cuts it out and brings it to a size; every pixel counts.</summary>
    public Photo Cut(Photo photo, int size)
    {
        int side = Math.Max(1, (int)Math.Round(Side));
        return photo.Crop((int)Math.Round(CentreX + 0.5 - side / 2.0), (int)Math.Round(CentreY + 0.5 - side / 2.0), side, side).Resize(size, size);
    }

    private static double Square(double value) => value * value;
}
