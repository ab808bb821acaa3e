using System.Runtime.InteropServices;
using OpenCvSharp;
using Semblance.Liveness;
using Semblance.Training.Data;

namespace Semblance.Training.Motion;

/// <summary>What is held up.</summary>
internal enum PlanarKind
{
    /// <summary>One frame of the clip.</summary>
    Still,

    /// <summary>The clip itself.</summary>
    Replay,
}

/// <summary>How an attack is filmed.</summary>
/// <param name="EyeDistance">The distance of the eyes in the picture, in pixels.</param>
/// <param name="Shift">How far the medium is moved, as a share of its width; 0: it is held perfectly still.</param>
/// <param name="Tilt">How far it is tilted, in degrees.</param>
/// <param name="Tremor">How strongly the hand trembles, as a share of its width.</param>
/// <param name="CameraShift">How far the camera's own picture wanders, in pixels.</param>
/// <param name="Focus">Standard deviation of the blur, in pixels.</param>
/// <param name="Exposure">Seconds.</param>
/// <param name="Noise">Standard deviation of the sensor's noise at middle grey, in grey levels.</param>
internal sealed record PlanarSetting(double EyeDistance, double Shift, double Tilt, double Tremor, double CameraShift, double Focus, double Exposure, double Noise)
{
    /// <summary>Draws one.</summary>
    public static PlanarSetting Draw(Random random)
    {
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        return new PlanarSetting(
            Uniform(45, 85), Math.Exp(Uniform(Math.Log(0.04), Math.Log(0.25))), Uniform(3, 16), Uniform(0.001, 0.005), random.Next(2) == 0 ? 0 : Uniform(1, 5), Uniform(0.3, 1.3),
            Uniform(0.005, 0.03), Uniform(1.5, 4));
    }

    /// <summary>The same with nothing that moves.</summary>
    public PlanarSetting AtRest() => this with { Shift = 0, Tilt = 0, Tremor = 0, CameraShift = 0 };
}

/// <summary>
/// A clip, or one frame of it, on a sheet of paper or on a screen with its frame, held before a room by a hand, seen by a webcam of 640 x 480 pixels at 30 frames a second: full
/// perspective, motion blur over the exposure, defocus and noise of a sensor. Everything is drawn from a seed.
/// </summary>
internal sealed class PlanarAttack : IDisposable
{
    /// <summary>The picture's size.</summary>
    public const int Width = 640, Height = 480;

    /// <summary>Frames a second.</summary>
    public const int Rate = 30;

    // A webcam's angle of view is some 56 degrees across.
    private const double FocalLength = 600;
    private const int SubFrames = 3;

    private static readonly short[] s_noise = MakeNoise();

    private readonly PersonClip _clip;
    private readonly PlanarKind _kind;
    private readonly PlanarSetting _setting;
    private readonly Random _random;
    private readonly Mat _room, _medium;
    private readonly Rect _shown, _cut;
    private readonly HandPath _hand, _camera;
    private readonly double _scale, _x, _y;
    private readonly int _start;

    /// <summary>Prepares an attack.</summary>
    /// <param name="clip">The person.</param>
    /// <param name="kind">What is held up.</param>
    /// <param name="room">What is behind it.</param>
    /// <param name="setting">How it is filmed.</param>
    /// <param name="seed">Fixes everything else that is drawn.</param>
    public PlanarAttack(PersonClip clip, PlanarKind kind, Photo room, PlanarSetting setting, int seed)
    {
        (_clip, _kind, _setting, _random) = (clip, kind, setting, new Random(seed));
        (_start, var face) = Begin(clip);
        var oval = FaceOval.Of(face.Landmarks!);
        _scale = setting.EyeDistance / oval.Size;
        _cut = Cut(clip.Photos[0], oval, 0.5 * Uniform(0.55, 0.9) * Width / _scale, 0.5 * Uniform(0.75, 1.05) * Height / _scale);
        int edge = (int)(Uniform(0.02, 0.12) * _cut.Width) + 2;
        _shown = new Rect(edge, edge, _cut.Width, _cut.Height);
        _medium = Medium(_cut.Size, edge, isScreen: kind == PlanarKind.Replay || _random.Next(2) == 0);
        _room = Room(room);
        (_hand, _camera) = (new HandPath(_random, setting.Shift, setting.Tilt, setting.Tremor), new HandPath(_random, 1, 0, setting.CameraShift > 0 ? 0.1 : 0));
        (_x, _y) = (Uniform(-0.04, 0.04) * Width, Uniform(-0.04, 0.04) * Height);
    }

    /// <summary>Films it.</summary>
    public IEnumerable<(Photo Photo, TimeSpan Time)> Frames(TimeSpan length)
    {
        using var sum = new Mat(Height, Width, MatType.CV_32FC3);
        using var one = new Mat();
        for (int i = 0; i < length.TotalSeconds * Rate; i++)
        {
            // A camera's clock trembles by a millisecond or so.
            double time = (double)i / Rate + 0.0008 * _random.NextDouble();
            Show(_clip.Photos[_kind == PlanarKind.Still ? _start : _clip.At(_clip.Times[_start] + TimeSpan.FromSeconds(time))]);
            sum.SetTo(Scalar.Black);
            for (int part = 0; part < SubFrames; part++)
            {
                using var moment = Render(time + _setting.Exposure * part / SubFrames);
                Cv2.Accumulate(moment, sum, null!);
            }
            sum.ConvertTo(one, MatType.CV_8UC3, 1.0 / SubFrames);
            Cv2.GaussianBlur(one, one, new Size(0, 0), _setting.Focus);
            yield return (WithNoise(one), TimeSpan.FromSeconds(time));
        }
    }

    /// <summary>Frees the pictures.</summary>
    public void Dispose()
    {
        _room.Dispose();
        _medium.Dispose();
    }

    private (int Frame, Face Face) Begin(PersonClip clip)
    {
        for (int tries = 0; tries < 40; tries++)
        {
            int frame = _random.Next(clip.Photos.Count);
            if (clip.Face(frame) is { } face)
                return (frame, face);
        }
        throw new DataException($"{clip.Name}: no face is found in 40 frames of it.");
    }

    // What of the clip is shown: all of it, or what is around the face where it would not fit into the picture.
    private static Rect Cut(Photo photo, FaceOval oval, double halfWidth, double halfHeight)
    {
        halfWidth = Math.Max(halfWidth, 1.9 * oval.Size);
        halfHeight = Math.Max(halfHeight, 2.5 * oval.Size);
        int left = Math.Max(0, (int)(oval.Centre.X - halfWidth)), right = Math.Min(photo.Width, (int)(oval.Centre.X + halfWidth));
        int top = Math.Max(0, (int)(oval.Centre.Y - halfHeight)), bottom = Math.Min(photo.Height, (int)(oval.Centre.Y + halfHeight));
        return new Rect(left, top, right - left, bottom - top);
    }

    private Mat Medium(Size shown, int edge, bool isScreen)
    {
        int level = isScreen ? _random.Next(10, 50) : _random.Next(200, 250);
        var medium = new Mat(shown.Height + 2 * edge, shown.Width + 2 * edge, MatType.CV_8UC3, new Scalar(level, level, level + (isScreen ? 3 : -6)));
        if (isScreen)
            Cv2.Rectangle(medium, new Rect(0, 0, medium.Width, medium.Height), new Scalar(level + 60, level + 60, level + 60), Math.Max(1, edge / 8));
        return medium;
    }

    private void Show(Photo photo)
    {
        using var target = new Mat(_medium, _shown);
        using var frame = ToMat(photo);
        using var part = new Mat(frame, _cut);
        if (_scale < 0.8)
            Cv2.GaussianBlur(part, target, new Size(0, 0), 0.35 / _scale);
        else
            part.CopyTo(target);
    }

    private Mat Render(double time)
    {
        var view = _camera.At(time);
        double cameraX = _setting.CameraShift * view.X, cameraY = _setting.CameraShift * view.Y;
        var picture = new Mat();
        using (var shift = Mat.FromPixelData(2, 3, MatType.CV_64FC1, new[] { 1.0, 0, cameraX - 24, 0, 1.0, cameraY - 18 }))
            Cv2.WarpAffine(_room, picture, shift, new Size(Width, Height), InterpolationFlags.Linear, BorderTypes.Replicate);
        var pose = _hand.At(time);
        Point2f[] corners = [new(-0.5f, -0.5f), new(_medium.Width - 0.5f, -0.5f), new(_medium.Width - 0.5f, _medium.Height - 0.5f), new(-0.5f, _medium.Height - 0.5f)];
        var seen = corners.Select(corner => Project(corner, pose, cameraX, cameraY)).ToArray();
        using var carry = Cv2.GetPerspectiveTransform(corners, seen);
        double thumb = 0.09 * _medium.Width;
        foreach (int side in new[] { 0, 1 })
            Finger(picture, Project(new Point2f(side * _medium.Width, (float)(0.8 * _medium.Height)), pose, cameraX, cameraY), 1.6 * thumb * _scale, back: true);
        Cv2.WarpPerspective(_medium, picture, carry, new Size(Width, Height), InterpolationFlags.Linear, BorderTypes.Transparent);
        Finger(picture, Project(new Point2f((float)(0.1 * thumb), (float)(0.85 * _medium.Height)), pose, cameraX, cameraY), thumb * _scale, back: false);
        Finger(picture, Project(new Point2f((float)(_medium.Width - 0.1 * thumb), (float)(0.85 * _medium.Height)), pose, cameraX, cameraY), thumb * _scale, back: false);
        return picture;
    }

    // From the medium's pixels by a turned plane at the distance at which it has its size, through a pinhole.
    private Point2f Project(Point2f at, HandPose pose, double cameraX, double cameraY)
    {
        double size = _scale * _medium.Width;
        double x = (at.X - _medium.Width / 2.0) * _scale, y = (at.Y - _medium.Height / 2.0) * _scale;
        var (sinRoll, cosRoll) = Math.SinCos(pose.Roll);
        (x, y) = (cosRoll * x - sinRoll * y, sinRoll * x + cosRoll * y);
        var (sinYaw, cosYaw) = Math.SinCos(pose.Yaw);
        var (sinPitch, cosPitch) = Math.SinCos(pose.Pitch);
        double depth = FocalLength * (1 + pose.Away) + sinYaw * x + sinPitch * y;
        (x, y) = (cosYaw * x + pose.X * size + _x, cosPitch * y + pose.Y * size + _y);
        return new Point2f((float)(Width / 2.0 + FocalLength * x / depth + cameraX), (float)(Height / 2.0 + FocalLength * y / depth + cameraY));
    }

    // Ovals in colours of skin that reach over the medium's sides and move with it.
    private static void Finger(Mat picture, Point2f at, double size, bool back) =>
        Cv2.Ellipse(picture, new RotatedRect(at, new Size2f(1.5f * (float)size, (float)size), at.X < Width / 2 ? 20 : -20), back ? new Scalar(118, 136, 190) : new Scalar(132, 152, 208), -1, LineTypes.AntiAlias);

    private static Mat Room(Photo photo)
    {
        using var whole = ToMat(photo);
        var room = new Mat();
        Cv2.Resize(whole, room, new Size(Width + 48, Height + 36), 0, 0, InterpolationFlags.Cubic);
        return room;
    }

    private Photo WithNoise(Mat bgr)
    {
        var pixels = MemoryMarshal.AsBytes(bgr.AsSpan<Vec3b>());
        var rgb = new byte[pixels.Length];
        int at = _random.Next(s_noise.Length);
        int strength = (int)(_setting.Noise * 8);
        for (int i = 0; i < rgb.Length; i += 3)
        {
            for (int c = 0; c < 3; c++)
            {
                at = (at + 1) & (s_noise.Length - 1);
                rgb[i + c] = (byte)Math.Clamp(pixels[i + 2 - c] + ((s_noise[at] * strength + 1024) >> 11), 0, 255);
            }
        }
        return Photo.FromRgb(bgr.Width, bgr.Height, rgb);
    }

    private static Mat ToMat(Photo photo)
    {
        using var rgb = Mat.FromPixelData(photo.Height, photo.Width, MatType.CV_8UC3, photo.Rgb.ToArray());
        var bgr = new Mat();
        Cv2.CvtColor(rgb, bgr, ColorConversionCodes.RGB2BGR);
        return bgr;
    }

    private double Uniform(double low, double high) => low + (high - low) * _random.NextDouble();

    // Normal noise with a deviation of 256, by Box and Muller; the length is a power of two.
    private static short[] MakeNoise()
    {
        var draw = new Random(11);
        var noise = new short[1 << 20];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (short)Math.Clamp(256 * Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble()), -1024, 1024);
        return noise;
    }
}
