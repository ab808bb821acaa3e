using System.Numerics;

namespace Semblance.Training.Relighting;

/// <summary>A head as points with normals on a grid, and how it lies in a picture.</summary>
internal sealed class HeadMesh
{
    /// <summary>Points around and down.</summary>
    public const int Around = 56, Down = 56;

    // A little beyond the ears: what faces away from the camera is never drawn.
    private const float MostAround = 2.0f, MostDown = 1.5f;

    private readonly Vector3[] _landmarks;

    /// <summary>Lays the grid over a head.</summary>
    public HeadMesh(HeadShape shape)
    {
        _landmarks = shape.Landmarks();
        for (int row = 0, i = 0; row < Down; row++)
        {
            for (int column = 0; column < Around; column++, i++)
            {
                float around = MostAround * (2f * column / (Around - 1) - 1), down = MostDown * (2f * row / (Down - 1) - 1);
                const float Step = 0.01f;
                Points[i] = shape.Surface(around, down);
                Normals[i] = Vector3.Normalize(Vector3.Cross(
                    shape.Surface(around + Step, down) - shape.Surface(around - Step, down), shape.Surface(around, down + Step) - shape.Surface(around, down - Step)));
            }
        }
    }

    /// <summary>Points in the head's own millimetres.</summary>
    public Vector3[] Points { get; } = new Vector3[Around * Down];

    /// <summary>Outward, of length 1.</summary>
    public Vector3[] Normals { get; } = new Vector3[Around * Down];

    /// <summary>How the head lies in a picture: its pose by the landmarks, its size and place by least squares over the five of them (weak perspective).</summary>
    public HeadPlace Fit(Landmarks landmarks)
    {
        var pose = HeadPose.Of(landmarks);
        var turn = Turn(pose);
        var points = landmarks.ToList();
        var model = _landmarks.Select(point => Vector3.TransformNormal(point, turn)).ToArray();
        float meanX = points.Average(point => point.X), meanY = points.Average(point => point.Y), modelX = model.Average(point => point.X), modelY = model.Average(point => point.Y);
        float both = 0, own = 0;
        for (int i = 0; i < model.Length; i++)
        {
            float x = model[i].X - modelX, y = model[i].Y - modelY;
            both += x * (points[i].X - meanX) + y * (points[i].Y - meanY);
            own += x * x + y * y;
        }
        float scale = both / own;
        return new HeadPlace(turn, scale, new Vector2(meanX - scale * modelX, meanY - scale * modelY));
    }

    /// <summary>The turn of a pose: yaw over 0 turns the nose to the right of the picture, pitch over 0 raises it, roll over 0 is clockwise.</summary>
    public static Matrix4x4 Turn(HeadPose pose)
    {
        const float Radian = MathF.PI / 180;
        return Matrix4x4.CreateRotationX((float)pose.Pitch * Radian) * Matrix4x4.CreateRotationY((float)pose.Yaw * Radian) * Matrix4x4.CreateRotationZ((float)pose.Roll * Radian);
    }
}

/// <summary>Where a head is in a picture.</summary>
/// <param name="Turn">From the head's axes to the picture's.</param>
/// <param name="Scale">Pixels a millimetre.</param>
/// <param name="Origin">Where the point between the eyes, inside the head, lies in the picture.</param>
internal readonly record struct HeadPlace(Matrix4x4 Turn, float Scale, Vector2 Origin);
