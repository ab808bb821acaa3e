using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

/// <summary>Dithering leaves few levels, and from afar the same picture.</summary>
public sealed class FewColoursTests
{
    [Theory]
    [InlineData(true, 4)]
    [InlineData(true, 7)]
    [InlineData(false, 4)]
    [InlineData(false, 7)]
    public void Apply_SmoothPicture_HasFewLevelsAndTheSameMean(bool isDiffused, int levels)
    {
        var picture = SpoofPicture.Of(MadeSpoofs.Smooth(1));
        double before = Mean(picture);

        if (isDiffused)
            FewColours.Diffused(picture, levels);
        else
            FewColours.Ordered(picture, levels);

        Assert.InRange(picture.Rgb.Select(level => Math.Round(level, 2)).Distinct().Count(), 2, levels);
        Assert.All(picture.Rgb, level => Assert.InRange(level, 0, 255.01f));
        Assert.Equal(before, Mean(picture), 3.0);
    }

    [Fact]
    public void Diffused_OneLevelBetweenTwo_IsNotFlat()
    {
        var picture = new SpoofPicture(16);
        Array.Fill(picture.Rgb, 100);

        FewColours.Diffused(picture, 4);

        Assert.Equal([85, 170], picture.Rgb.Distinct().Order());
    }

    private static double Mean(SpoofPicture picture) => picture.Rgb.Average(level => (double)level);
}
