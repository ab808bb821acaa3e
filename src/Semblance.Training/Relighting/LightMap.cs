using System.Numerics;

namespace Semblance.Training.Relighting;

/// <summary>Of each pixel of a picture, how the screen's light adds to the room's.</summary>
internal sealed class LightMap(int width, int height)
{
    private readonly float[] _depth = new float[width * height];
    private readonly float[] _diffuse = new float[HeadMesh.Around * HeadMesh.Down], _gloss = new float[HeadMesh.Around * HeadMesh.Down];
    private readonly Vector3[] _points = new Vector3[HeadMesh.Around * HeadMesh.Down];

    /// <summary>Width in pixels.</summary>
    public int Width => width;

    /// <summary>Height in pixels.</summary>
    public int Height => height;

    /// <summary>The screen's irradiance over the room's, where white gives 1 on the face's front and the room does.</summary>
    public float[] Diffuse { get; } = new float[width * height];

    /// <summary>What gloss adds, whatever the colour below, in shares of what a white surface would send back.</summary>
    public float[] Gloss { get; } = new float[width * height];

    /// <summary>Whether a head or a body is there.</summary>
    public bool[] IsPerson { get; } = new bool[width * height];

    /// <summary>Fills the map for a head before a body and a background.</summary>
    /// <param name="head">The head.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="light">The lights.</param>
    /// <param name="skinGloss">Strength of skin's gloss.</param>
    public void Shade(HeadMesh head, HeadPlace place, ScreenLight light, float skinGloss)
    {
        var offset = new Vector3((place.Origin.X - width / 2f) / place.Scale, (place.Origin.Y - height / 2f) / place.Scale, 0);
        for (int i = 0; i < _points.Length; i++)
        {
            var point = Vector3.TransformNormal(head.Points[i], place.Turn);
            var normal = Vector3.TransformNormal(head.Normals[i], place.Turn);
            _diffuse[i] = light.Irradiance(point + offset, normal) / light.Ambient(normal);
            _gloss[i] = skinGloss * light.Gloss(point + offset, normal, 12);
            _points[i] = new Vector3(place.Origin.X + place.Scale * point.X, place.Origin.Y + place.Scale * point.Y, normal.Z > 0 ? point.Z : float.NaN);
        }
        Surround(place, light);
        for (int row = 0; row + 1 < HeadMesh.Down; row++)
        {
            for (int column = 0; column + 1 < HeadMesh.Around; column++)
            {
                int i = row * HeadMesh.Around + column;
                Fill(i, i + 1, i + HeadMesh.Around);
                Fill(i + 1, i + HeadMesh.Around + 1, i + HeadMesh.Around);
            }
        }
    }

    private void Surround(HeadPlace place, ScreenLight light)
    {
        float background = light.OnBackground(), body = light.OnBody(), neck = place.Origin.Y + 95 * place.Scale;
        Array.Fill(_depth, float.NegativeInfinity);
        Array.Clear(Gloss);
        for (int y = 0, i = 0; y < height; y++)
        {
            float down = (y - neck) / place.Scale, half = down < 0 ? -1 : 65 + 150 * MathF.Min(1, MathF.Max(0, down - 30) / 60);
            for (int x = 0; x < width; x++, i++)
            {
                IsPerson[i] = MathF.Abs(x - place.Origin.X) < half * place.Scale;
                Diffuse[i] = IsPerson[i] ? body : background;
            }
        }
    }

    // Every pixel whose centre lies in the triangle; barycentric coordinates.
    private void Fill(int a, int b, int c)
    {
        Vector3 p = _points[a], q = _points[b], r = _points[c];
        float area = (q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X);
        if (float.IsNaN(p.Z + q.Z + r.Z) || area == 0)
            return;
        int left = Math.Max(0, (int)MathF.Ceiling(MathF.Min(p.X, MathF.Min(q.X, r.X)))), right = Math.Min(width - 1, (int)MathF.Floor(MathF.Max(p.X, MathF.Max(q.X, r.X))));
        int top = Math.Max(0, (int)MathF.Ceiling(MathF.Min(p.Y, MathF.Min(q.Y, r.Y)))), bottom = Math.Min(height - 1, (int)MathF.Floor(MathF.Max(p.Y, MathF.Max(q.Y, r.Y))));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float u = ((q.X - x) * (r.Y - y) - (q.Y - y) * (r.X - x)) / area, v = ((r.X - x) * (p.Y - y) - (r.Y - y) * (p.X - x)) / area, w = 1 - u - v;
                const float Edge = -1e-4f;
                float depth = u * p.Z + v * q.Z + w * r.Z;
                int i = y * width + x;
                if (u < Edge || v < Edge || w < Edge || depth <= _depth[i])
                    continue;
                _depth[i] = depth;
                IsPerson[i] = true;
                Diffuse[i] = u * _diffuse[a] + v * _diffuse[b] + w * _diffuse[c];
                Gloss[i] = u * _gloss[a] + v * _gloss[b] + w * _gloss[c];
            }
        }
    }
}
