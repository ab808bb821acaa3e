using Semblance.Training.Faces;

namespace Semblance.Training.Tests.Faces;

public class FaceAugmentationTests
{
    private static readonly byte[] s_face = MadeAlignedFaces.Create(1, 1).Faces[0].Rgb;

    [Fact]
    public void Vary_SameSeed_GivesTheSameFace() => Assert.Equal(Varied(7), Varied(7));

    [Fact]
    public void Vary_ManySeeds_StaysWithinLevelsAndNeverRepeats()
    {
        var seen = new HashSet<double>();
        using var augmentation = new FaceAugmentation();
        var levels = new float[FaceAugmentation.Numbers];
        for (int seed = 0; seed < 300; seed++)
        {
            augmentation.Vary(s_face, new Random(seed), levels);
            Assert.InRange(levels.Min(), -0.01f, 255); // filters round
            Assert.InRange(levels.Max(), 0, 255.01f);
            Assert.True(seen.Add(levels.Sum(level => (double)level)), $"seed {seed} gives a face that another one gave");
        }
    }

    [Fact]
    public void Centre_Mirrored_ExchangesLeftAndRight()
    {
        var (plain, mirrored) = (new float[FaceAugmentation.Numbers], new float[FaceAugmentation.Numbers]);
        FaceAugmentation.Centre(s_face, mirror: false, plain);
        FaceAugmentation.Centre(s_face, mirror: true, mirrored);

        Assert.Equal(s_face[3 * (AlignedFace.Margin * AlignedFace.Side + AlignedFace.Margin)], plain[0]);
        for (int row = 0; row < 3 * FaceAugmentation.Side; row++)
            Assert.Equal(plain.AsSpan(row * FaceAugmentation.Side, FaceAugmentation.Side).ToArray().Reverse(), mirrored[(row * FaceAugmentation.Side)..((row + 1) * FaceAugmentation.Side)]);
    }

    [Fact]
    public void ThroughSmall_FlatFace_StaysFlat()
    {
        var levels = Enumerable.Repeat(93f, FaceAugmentation.Numbers).ToArray();

        new FaceResampler().ThroughSmall(levels, 17);
        new FaceResampler().Blur(levels, 1.7);
        new FaceResampler().Smear(levels, 7, 0.6);

        Assert.All(levels, level => Assert.Equal(93, level, 1e-3f));
    }

    [Fact]
    public void Blur_Checkerboard_TakesTheContrastAway()
    {
        var levels = Enumerable.Range(0, FaceAugmentation.Numbers).Select(i => (i + i / FaceAugmentation.Side) % 2 == 0 ? 0f : 200f).ToArray();

        new FaceResampler().Blur(levels, 1.5);

        int middle = FaceAugmentation.Side * FaceAugmentation.Side / 2 + FaceAugmentation.Side / 2;
        Assert.Equal(100, levels[middle], 2f);
    }

    private static float[] Varied(int seed)
    {
        using var augmentation = new FaceAugmentation();
        var levels = new float[FaceAugmentation.Numbers];
        augmentation.Vary(s_face, new Random(seed), levels);
        return levels;
    }
}
