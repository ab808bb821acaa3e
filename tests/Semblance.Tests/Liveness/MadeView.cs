using Semblance.Liveness;
using Semblance.Tests.Recognition;

namespace Semblance.Tests.Liveness;

/// <summary>Drawn frames, 320 x 240: a face with a nose that stands out, before a patterned room or on a sheet that is held before it.</summary>
internal static class MadeView
{
    private const double Scale = 1.2;
    private static readonly (double X, double Y, double Phase)[][] s_waves = [Waves(1), Waves(2), Waves(3)];

    /// <summary>A frame.</summary>
    /// <param name="time">Seconds.</param>
    /// <param name="x">Where the middle of the eyes is.</param>
    /// <param name="y">Where the middle of the eyes is.</param>
    /// <param name="yaw">How far the head is turned, in degrees.</param>
    /// <param name="isSheet">Whether the face is on a sheet that moves with it.</param>
    /// <param name="room">How far the camera's picture as a whole is shifted.</param>
    public static LivenessFrame At(double time, double x = 160, double y = 100, double yaw = 0, bool isSheet = false, double room = 0)
    {
        var (sin, cos) = Math.SinCos(yaw * Math.PI / 180);
        var noise = new Random((int)(1000 * time));
        var grey = new byte[320 * 240];
        for (int py = 0, i = 0; py < 240; py++)
        {
            for (int px = 0; px < 320; px++, i++)
            {
                double u = (px - x) / Scale, v = (py - y) / Scale;
                double level = Level(0, px - room, py);
                if (isSheet && Math.Abs(u) < 95 && v > -70 && v < 110)
                    level = Level(1, u, v);
                if (u * u / (42 * 42) + (v - 15) * (v - 15) / (58 * 58) < 1)
                {
                    double flat = u;
                    for (int round = 0; round < 6; round++)
                        flat = (u - Depth(flat, v) * sin) / cos;
                    level = Level(2, flat, v);
                }
                grey[i] = (byte)Math.Clamp(level + noise.Next(-2, 3), 0, 255);
            }
        }
        var landmarks = MadeHead.Project(yaw, 0, 0, Scale, x, y);
        return new LivenessFrame(Photo.FromGrey(320, 240, grey), TimeSpan.FromSeconds(time), new Face(new Box((float)x - 50, (float)y - 50, 100, 120), 0.9f, landmarks));
    }

    /// <summary>Frames, 15 a second.</summary>
    public static IEnumerable<LivenessFrame> Film(double from, double to, Func<double, LivenessFrame> frame)
    {
        for (int i = (int)Math.Ceiling(from * 15); i < to * 15; i++)
            yield return frame(i / 15.0);
    }

    private static double Depth(double u, double v) => 16 * Math.Exp(-(u * u + (v - 23) * (v - 23)) / 300);

    private static double Level(int pattern, double x, double y) => 125 + s_waves[pattern].Sum(wave => 17 * Math.Sin(wave.X * x + wave.Y * y + wave.Phase));

    // Wavelengths of 10 to 40 pixels.
    private static (double, double, double)[] Waves(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 9).Select(_ =>
        {
            double angle = Math.PI * random.NextDouble(), wave = 2 * Math.PI / (10 + 30 * random.NextDouble());
            return (wave * Math.Cos(angle), wave * Math.Sin(angle), 2 * Math.PI * random.NextDouble());
        })];
    }
}
