using Semblance.Training.Data;

namespace Semblance.Training.Faces;

/// <summary>
/// Another shape for a face: turned, wider or narrower, and pushed about smoothly, as if it were somebody else's. Three planes of
/// <see cref="AlignedFace.Side"/> x <see cref="AlignedFace.Side"/> levels. Holds working memory: one instance per thread.
/// </summary>
internal sealed class FaceWarp
{
    private const int Side = AlignedFace.Side;
    private const int Plane = Side * Side;

    private readonly float[] _shiftX = new float[Plane];
    private readonly float[] _shiftY = new float[Plane];
    private readonly float[] _acrossX = new float[Side];
    private readonly float[] _acrossY = new float[Side];

    /// <summary>Warps a face.</summary>
    /// <param name="face">The face.</param>
    /// <param name="random">What decides.</param>
    /// <param name="strength">How far: 1 moves pixels by a few.</param>
    /// <param name="into">The warped face.</param>
    public void Apply(ReadOnlySpan<float> face, Random random, double strength, Span<float> into)
    {
        Array.Clear(_shiftX);
        Array.Clear(_shiftY);
        Straight(random, strength);
        int bumps = random.Next(2, 6);
        for (int bump = 0; bump < bumps; bump++)
            Bump(random, strength);
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                float atX = Math.Clamp(x + _shiftX[i], 0, Side - 1.001f), atY = Math.Clamp(y + _shiftY[i], 0, Side - 1.001f);
                int column = (int)atX, row = (int)atY, p = row * Side + column;
                float fx = atX - column, fy = atY - row;
                for (int plane = 0; plane < Numbers; plane += Plane)
                {
                    float top = face[plane + p] + fx * (face[plane + p + 1] - face[plane + p]);
                    float bottom = face[plane + p + Side] + fx * (face[plane + p + Side + 1] - face[plane + p + Side]);
                    into[plane + i] = top + fy * (bottom - top);
                }
            }
        }
    }

    private const int Numbers = 3 * Plane;

    private void Straight(Random random, double strength)
    {
        double angle = random.NextNormal() * strength * 5 * Math.PI / 180, shear = random.NextNormal() * strength * 0.03;
        double width = Math.Exp(random.NextNormal() * strength * 0.06), height = Math.Exp(random.NextNormal() * strength * 0.06);
        double shiftX = random.NextNormal() * strength * 1.2, shiftY = random.NextNormal() * strength * 1.2;
        double a = Math.Cos(angle) * width, b = (shear - Math.Sin(angle)) * height, c = Math.Sin(angle) * width, d = Math.Cos(angle) * height;
        const double middle = (Side - 1) / 2.0;
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                double u = x - middle, v = y - middle;
                _shiftX[i] = (float)(a * u + b * v - u + shiftX);
                _shiftY[i] = (float)(c * u + d * v - v + shiftY);
            }
        }
    }

    private void Bump(Random random, double strength)
    {
        double centreX = Side * (0.15 + 0.7 * random.NextDouble()), centreY = Side * (0.15 + 0.8 * random.NextDouble());
        double radius = 10 + 22 * random.NextDouble();
        float pushX = (float)(random.NextNormal() * strength * 2.5), pushY = (float)(random.NextNormal() * strength * 2.5);
        for (int k = 0; k < Side; k++)
        {
            _acrossX[k] = (float)Math.Exp(-Math.Pow((k - centreX) / radius, 2));
            _acrossY[k] = (float)Math.Exp(-Math.Pow((k - centreY) / radius, 2));
        }
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                float weight = _acrossX[x] * _acrossY[y];
                _shiftX[i] += weight * pushX;
                _shiftY[i] += weight * pushY;
            }
        }
    }
}
