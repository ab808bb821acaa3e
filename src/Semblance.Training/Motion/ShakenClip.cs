using OpenCvSharp;

namespace Semblance.Training.Motion;

/// <summary>A live clip as if its camera had been held in a hand: every frame is turned and shifted as a whole, as a camera that turns shows it. A check must not take that for a picture held up.</summary>
internal static class ShakenClip
{
    /// <summary>Gives the frames of a clip with a shake that is drawn from a seed.</summary>
    public static IEnumerable<(Photo Photo, TimeSpan Time)> Frames(PersonClip clip, int seed)
    {
        var random = new Random(seed);
        var path = new HandPath(random, 0.01 + 0.03 * random.NextDouble(), 4, 0.002);
        for (int i = 0; i < clip.Photos.Count; i++)
        {
            var (photo, pose) = (clip.Photos[i], path.At(clip.Times[i].TotalSeconds));
            using var rgb = Mat.FromPixelData(photo.Height, photo.Width, MatType.CV_8UC3, photo.Rgb.ToArray());
            using var turn = Cv2.GetRotationMatrix2D(new Point2f(photo.Width / 2f, photo.Height / 2f), 180 / Math.PI * pose.Roll, 1.12);
            turn.Set(0, 2, turn.Get<double>(0, 2) + pose.X * photo.Width);
            turn.Set(1, 2, turn.Get<double>(1, 2) + pose.Y * photo.Width);
            using var turned = new Mat();
            Cv2.WarpAffine(rgb, turned, turn, rgb.Size(), InterpolationFlags.Linear, BorderTypes.Reflect101);
            yield return (Photo.FromRgb(photo.Width, photo.Height, System.Runtime.InteropServices.MemoryMarshal.AsBytes(turned.AsSpan<Vec3b>()).ToArray()), clip.Times[i]);
        }
    }
}
