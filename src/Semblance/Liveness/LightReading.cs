using System.Numerics;

namespace Semblance.Liveness;

/// <summary>
/// The light of one frame: the mean of each part of the face and of each cell of a grid over the whole picture, in linear light. Only means are kept, no picture.
/// </summary>
internal sealed class LightReading
{
    /// <summary>Cells across and down.</summary>
    public const int Across = 10, Down = 8;

    // Enough for a mean that is finer than a level, at a cost far under a millisecond.
    private const int MostSamples = 40;
    private const int PictureSamples = 20_000;

    private LightReading(TimeSpan time, Box box, HeadPose pose) => (Time, Box, Pose) = (time, box, pose);

    /// <summary>When the frame was taken.</summary>
    public TimeSpan Time { get; }

    /// <summary>Where the face was.</summary>
    public Box Box { get; }

    /// <summary>Where it pointed.</summary>
    public HeadPose Pose { get; }

    /// <summary>Three channels for each <see cref="FacePatch"/>; not a number where it is clipped or outside the picture.</summary>
    public float[] Face { get; } = new float[3 * FacePatch.All.Count];

    /// <summary>Three channels for each cell, row by row; not a number where it is clipped.</summary>
    public float[] Scene { get; } = new float[3 * Across * Down];

    /// <summary>The cells that are neither the head nor below its chin.</summary>
    public bool[] IsBehind { get; } = new bool[Across * Down];

    /// <summary>Reads a frame.</summary>
    public static LightReading Of(Photo photo, TimeSpan time, Box box, Landmarks landmarks, LightOptions limits)
    {
        var reading = new LightReading(time, box, HeadPose.Of(landmarks));
        for (int patch = 0; patch < FacePatch.All.Count; patch++)
            Read(photo, FacePatch.All[patch].In(landmarks), limits).Write(reading.Face.AsSpan(3 * patch, 3));
        reading.ReadScene(photo, limits);
        return reading;
    }

    private static Mean Read(Photo photo, (Vector2 Middle, Vector2 Across, Vector2 Down) patch, LightOptions limits)
    {
        int columns = Samples(2 * patch.Across.Length()), rows = Samples(2 * patch.Down.Length());
        var mean = new Mean(limits);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                var at = patch.Middle + ((2 * column + 1f) / columns - 1) * patch.Across + ((2 * row + 1f) / rows - 1) * patch.Down;
                mean.Add(photo, (int)MathF.Round(at.X), (int)MathF.Round(at.Y));
            }
        }
        return mean;
    }

    private static int Samples(float pixels) => float.IsFinite(pixels) ? (int)Math.Clamp(MathF.Ceiling(pixels), 1, MostSamples) : 1;

    private void ReadScene(Photo photo, LightOptions limits)
    {
        int step = Math.Max(1, (int)Math.Sqrt((double)photo.Width * photo.Height / PictureSamples));
        for (int cell = 0; cell < Across * Down; cell++)
        {
            int left = cell % Across * photo.Width / Across, right = (cell % Across + 1) * photo.Width / Across;
            int top = cell / Across * photo.Height / Down, bottom = (cell / Across + 1) * photo.Height / Down;
            bool isHead = right > Box.X - 0.3 * Box.Width && left < Box.X + 1.3 * Box.Width && bottom > Box.Y - 0.4 * Box.Height;
            IsBehind[cell] = !isHead && bottom < Box.Y + 0.9 * Box.Height;
            if (!IsBehind[cell])
                continue;
            var mean = new Mean(limits);
            for (int y = top; y < bottom; y += step)
            {
                for (int x = left; x < right; x += step)
                    mean.Add(photo, x, y);
            }
            mean.Write(Scene.AsSpan(3 * cell, 3));
        }
    }

    private struct Mean(LightOptions limits)
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
            if (rgb[0] >= limits.Clipped || rgb[1] >= limits.Clipped || rgb[2] >= limits.Clipped)
                _clipped++;
        }

        public readonly void Write(Span<float> channels)
        {
            bool isSeen = _count > _outside && _clipped <= limits.MostClipped * _count;
            channels[0] = isSeen ? (float)(_red / _count) : float.NaN;
            channels[1] = isSeen ? (float)(_green / _count) : float.NaN;
            channels[2] = isSeen ? (float)(_blue / _count) : float.NaN;
        }
    }
}
