using Semblance.Training.Data;

namespace Semblance.Training.Faces;

/// <summary>
/// Makes faces that exist nowhere out of stored ones: blends of two and three, parts exchanged, shapes warped, other light. A picture
/// follows from the seed, its number and the sources alone. Holds working memory: one instance per thread.
/// </summary>
/// <param name="sources">Stored faces to draw from.</param>
/// <param name="looks">Their groups: sources are drawn from all of them, and mixed mostly within one.</param>
/// <param name="seed">Fixes everything random.</param>
internal sealed class FaceMaker(IReadOnlyList<byte[]> sources, FaceLooks looks, int seed)
{
    private const double Alone = 0.3, OfTwo = 0.3, OfThree = 0.1, SameLook = 0.6;

    private readonly FaceWarp _warp = new();
    private readonly float[] _face = new float[FaceMixture.Numbers];
    private readonly float[] _other = new float[FaceMixture.Numbers];
    private readonly float[] _made = new float[FaceMixture.Numbers];

    /// <summary>Makes a picture.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <returns>Three planes of levels 0..255; valid until the next call.</returns>
    public ReadOnlySpan<float> Make(int number)
    {
        var random = new Random(StableHash.Of(seed, number));
        int first = looks.Draw(random);
        FaceMixture.Spread(sources[first], random.NextDouble() < 0.5, _face);
        double kind = random.NextDouble();
        if (kind < Alone)
        {
            // Only another shape and light.
        }
        else if (kind < Alone + OfTwo)
        {
            Blend(0.3 + 0.4 * random.NextDouble());
        }
        else if (kind < Alone + OfTwo + OfThree)
        {
            Blend(0.4 + 0.2 * random.NextDouble());
            Blend(0.25 + 0.15 * random.NextDouble());
        }
        else
        {
            for (int parts = random.Next(1, 3); parts > 0; parts--)
            {
                Partner();
                FaceMixture.Exchange(_face, _other, random);
            }
        }
        double strength = random.NextDouble() < 0.2 ? 2 : 0.4 + 0.8 * random.NextDouble();
        _warp.Apply(_face, random, strength, _made);
        Light(random);
        return _made;

        void Blend(double share)
        {
            Partner();
            FaceMixture.Blend(_face, _other, (float)share);
        }

        void Partner()
        {
            int other = random.NextDouble() < SameLook ? looks.DrawLike(first, random) : looks.Draw(random);
            FaceMixture.Spread(sources[other], random.NextDouble() < 0.5, _other);
        }
    }

    private void Light(Random random)
    {
        if (random.NextDouble() < 0.08)
            FaceLight.Grey(_made);
        else if (random.NextDouble() < 0.25)
            FaceLight.Cast(_made, random);
        if (random.NextDouble() < 0.25)
            FaceLight.Vary(_made, random);
        if (random.NextDouble() < 0.15)
            FaceLight.FromOneSide(_made, random);
    }
}
