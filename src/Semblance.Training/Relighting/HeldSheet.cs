using System.Numerics;

namespace Semblance.Training.Relighting;

/// <summary>
/// A flat thing in a hand: where it lies in the picture from frame to frame, its tilt, and its extent about the face it shows. Millimetres are those of a face with eyes 63 mm apart.
/// </summary>
internal sealed class HeldSheet
{
    private readonly Point _face;
    private readonly float _pixels;
    private readonly double[] _phases;
    private readonly float _sway;

    /// <summary>Takes it into a hand.</summary>
    /// <param name="face">The face it shows, as it lies in the picture.</param>
    /// <param name="random">Draws all.</param>
    public HeldSheet(Landmarks face, Random random)
    {
        _face = new Point((face.RightEye.X + face.LeftEye.X) / 2, (face.RightEye.Y + face.LeftEye.Y) / 2);
        _pixels = MathF.Max(1, MathF.Sqrt(MathF.Pow(face.LeftEye.X - face.RightEye.X, 2) + MathF.Pow(face.LeftEye.Y - face.RightEye.Y, 2)) / HeadShape.Eyes);
        _phases = [.. Enumerable.Range(0, 8).Select(_ => 2 * Math.PI * random.NextDouble())];
        _sway = 1 + 4 * random.NextSingle();
        const float Degree = MathF.PI / 180;
        (TiltX, TiltY) = (12 * Degree * (2 * random.NextSingle() - 1), 12 * Degree * (2 * random.NextSingle() - 1));
        (Left, Right, Top, Bottom) = (-85 - 60 * random.NextSingle(), 85 + 60 * random.NextSingle(), -110 - 50 * random.NextSingle(), 125 + 60 * random.NextSingle());
    }

    /// <summary>Tilt about the vertical and about the horizontal, radians.</summary>
    public float TiltX { get; }

    /// <summary>Tilt about the horizontal axis, radians.</summary>
    public float TiltY { get; }

    /// <summary>Pixels a millimetre.</summary>
    public float Pixels => _pixels;

    /// <summary>Edges, millimetres from between the eyes.</summary>
    public float Left { get; }

    /// <summary>Right edge.</summary>
    public float Right { get; }

    /// <summary>Upper edge.</summary>
    public float Top { get; }

    /// <summary>Lower edge.</summary>
    public float Bottom { get; }

    /// <summary>Where between the eyes lies in the resting picture.</summary>
    public Point Face => _face;

    /// <summary>How far the hand has moved the sheet by a frame, pixels: two slow sways in each direction.</summary>
    public Vector2 Moved(double seconds)
    {
        float Sway(int first, double slow, double fast) =>
            (float)(_sway * _pixels * (Math.Sin(slow * seconds + _phases[first]) + 0.4 * Math.Sin(fast * seconds + _phases[first + 1])));
        return new Vector2(Sway(0, 3.1, 7.9), Sway(2, 2.6, 8.7));
    }

    /// <summary>A face moved with the sheet.</summary>
    public static Face Move(Face face, Vector2 by)
    {
        Point Moved(Point point) => new(point.X + by.X, point.Y + by.Y);
        var marks = face.Landmarks!;
        return face with
        {
            Box = face.Box with { X = face.Box.X + by.X, Y = face.Box.Y + by.Y },
            Landmarks = new Landmarks(Moved(marks.RightEye), Moved(marks.LeftEye), Moved(marks.NoseTip), Moved(marks.RightMouthCorner), Moved(marks.LeftMouthCorner)),
        };
    }

    /// <summary>A point of the sheet in millimetres about the middle of the face, from a pixel.</summary>
    public Vector2 On(float x, float y, Vector2 moved) => new((x - moved.X - _face.X) / _pixels, (y - moved.Y - _face.Y) / _pixels);

    /// <summary>Whether a point of the sheet's plane is on the sheet.</summary>
    public bool Holds(Vector2 point) => point.X >= Left && point.X <= Right && point.Y >= Top && point.Y <= Bottom;
}
