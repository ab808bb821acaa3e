using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>Parts of a face, as it lies before a screen.</summary>
internal enum FaceRegion
{
    Forehead,
    Nose,
    RightCheek,
    LeftCheek,
    RightRim,
    LeftRim,
    RightJaw,
    LeftJaw,
    Chin,
    Eyes,
}

/// <summary>
/// The light of one frame: the mean of each part of the face and of each cell of a grid over the whole picture, in linear light. Only means are kept, no picture.
/// </summary>
internal sealed class LightReading
{
    /// <summary>Parts of the face.</summary>
    public const int Regions = 10;

    /// <summary>Cells across and down.</summary>
    public const int Across = 10, Down = 8;

    // Enough for a mean that is finer than a level, at a cost far under a millisecond.
    private const int MostSamples = 40;
    private const int PictureSamples = 20_000;

    // Where a channel is at its end, more light is no longer seen.
    private const byte Clipped = 250;
    private const float MostClipped = 0.1f;

    // Each part lies between two shares of the way across (from the middle, in distances between the eyes) and down (from the eyes to the mouth).
    private static readonly (double Left, double Right, double Top, double Bottom)[][] s_places =
    [
        [(-0.35, 0.35, -0.65, -0.35)],
        [(-0.14, 0.14, 0.15, 0.62)],
        [(-0.62, -0.32, 0.35, 0.75)],
        [(0.32, 0.62, 0.35, 0.75)],
        [(-0.98, -0.78, 0.05, 0.65)],
        [(0.78, 0.98, 0.05, 0.65)],
        [(-0.75, -0.5, 0.95, 1.3)],
        [(0.5, 0.75, 0.95, 1.3)],
        [(-0.25, 0.25, 1.3, 1.6)],
        [(-0.8, -0.25, -0.3, 0.12), (0.25, 0.8, -0.3, 0.12)],
    ];

    private LightReading(TimeSpan time, Box box, HeadPose pose) => (Time, Box, Pose) = (time, box, pose);

    /// <summary>When the frame was taken.</summary>
    public TimeSpan Time { get; }

    /// <summary>Where the face was.</summary>
    public Box Box { get; }

    /// <summary>Where it pointed.</summary>
    public HeadPose Pose { get; }

    /// <summary>Three channels for each part of the face; not a number where it is clipped or outside the picture.</summary>
    public float[] Face { get; } = new float[3 * Regions];

    /// <summary>Three channels for each cell, row by row; not a number where it is clipped.</summary>
    public float[] Scene { get; } = new float[3 * Across * Down];

    /// <summary>The cells that are neither the head nor below its chin.</summary>
    public bool[] IsBehind { get; } = new bool[Across * Down];

    /// <summary>Reads a frame.</summary>
    public static LightReading Of(Photo photo, TimeSpan time, Box box, Landmarks landmarks)
    {
        var reading = new LightReading(time, box, HeadPose.Of(landmarks));
        reading.ReadFace(photo, landmarks);
        reading.ReadScene(photo);
        return reading;
    }

    private void ReadFace(Photo photo, Landmarks marks)
    {
        float originX = (marks.RightEye.X + marks.LeftEye.X) / 2, originY = (marks.RightEye.Y + marks.LeftEye.Y) / 2;
        float mouthX = (marks.RightMouthCorner.X + marks.LeftMouthCorner.X) / 2, mouthY = (marks.RightMouthCorner.Y + marks.LeftMouthCorner.Y) / 2;
        var (acrossX, acrossY) = (marks.LeftEye.X - marks.RightEye.X, marks.LeftEye.Y - marks.RightEye.Y);
        var (downX, downY) = (mouthX - originX, mouthY - originY);
        for (int region = 0; region < Regions; region++)
        {
            var mean = new Mean();
            foreach (var (left, right, top, bottom) in s_places[region])
            {
                int columns = Samples((right - left) * Math.Sqrt(acrossX * acrossX + acrossY * acrossY));
                int rows = Samples((bottom - top) * Math.Sqrt(downX * downX + downY * downY));
                for (int row = 0; row < rows; row++)
                {
                    float down = (float)(top + (bottom - top) * (row + 0.5) / rows);
                    for (int column = 0; column < columns; column++)
                    {
                        float across = (float)(left + (right - left) * (column + 0.5) / columns);
                        mean.Add(photo, (int)MathF.Round(originX + across * acrossX + down * downX), (int)MathF.Round(originY + across * acrossY + down * downY));
                    }
                }
            }
            mean.Write(Face.AsSpan(3 * region, 3));
        }
    }

    private static int Samples(double pixels) => double.IsFinite(pixels) ? (int)Math.Clamp(Math.Ceiling(pixels), 1, MostSamples) : 1;

    private void ReadScene(Photo photo)
    {
        int step = Math.Max(1, (int)Math.Sqrt((double)photo.Width * photo.Height / PictureSamples));
        for (int cell = 0; cell < Across * Down; cell++)
        {
            int left = cell % Across * photo.Width / Across, right = (cell % Across + 1) * photo.Width / Across;
            int top = cell / Across * photo.Height / Down, bottom = (cell / Across + 1) * photo.Height / Down;
            IsBehind[cell] = !(right > Box.X - 0.3 * Box.Width && left < Box.X + 1.3 * Box.Width && bottom > Box.Y - 0.4 * Box.Height) && bottom < Box.Y + 0.9 * Box.Height;
            if (!IsBehind[cell])
                continue;
            var mean = new Mean();
            for (int y = top; y < bottom; y += step)
            {
                for (int x = left; x < right; x += step)
                    mean.Add(photo, x, y);
            }
            mean.Write(Scene.AsSpan(3 * cell, 3));
        }
    }

    private struct Mean
    {
        private double _red, _green, _blue;
        private int _count, _clipped, _outside;

        public void Add(Photo photo, int x, int y)
        {
            if ((uint)x >= (uint)photo.Width || (uint)y >= (uint)photo.Height)
            {
                _outside++;
                return;
            }
            var rgb = photo.Rgb.Slice(3 * (y * photo.Width + x), 3);
            var light = LinearLight.Table;
            (_red, _green, _blue) = (_red + light[rgb[0]], _green + light[rgb[1]], _blue + light[rgb[2]]);
            _count++;
            if (rgb[0] >= Clipped || rgb[1] >= Clipped || rgb[2] >= Clipped)
                _clipped++;
        }

        public readonly void Write(Span<float> channels)
        {
            bool isSeen = _count > _outside && _clipped <= MostClipped * _count;
            channels[0] = isSeen ? (float)(_red / _count) : float.NaN;
            channels[1] = isSeen ? (float)(_green / _count) : float.NaN;
            channels[2] = isSeen ? (float)(_blue / _count) : float.NaN;
        }
    }
}
