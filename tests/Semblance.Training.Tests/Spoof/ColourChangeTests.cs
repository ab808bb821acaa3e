using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

/// <summary>A picture takes over another one's colours.</summary>
public class ColourChangeTests
{
    [Fact]
    public void Between_TwoPictures_MovesMeanAndDeviationAsFarAsAsked()
    {
        var (dark, bright) = (Ramp(20, 60), Ramp(120, 200));
        var (own, other) = (ColourStatistics.Of(dark), ColourStatistics.Of(bright));

        var same = SpoofPicture.Of(dark);
        ColourChange.Between(own, other, 0).Apply(same);
        var moved = SpoofPicture.Of(dark);
        ColourChange.Between(own, other, 1).Apply(moved);

        Assert.Equal(dark.Rgb, same.ToPhoto().Rgb);
        var after = ColourStatistics.Of(moved.ToPhoto());
        Assert.Equal(other.Mean.X, after.Mean.X, 1f);
        Assert.Equal(other.Deviation.Y, after.Deviation.Y, 1f);
    }

    [Fact]
    public void Between_PictureOfOneColour_KeepsNoiseSmall()
    {
        var change = ColourChange.Between(ColourStatistics.Of(Ramp(100, 100)), ColourStatistics.Of(Ramp(0, 255)), 1);

        Assert.InRange(change.Gain.X, 1.9f, 2f);
    }

    private static Photo Ramp(int low, int high)
    {
        const int side = 64;
        return Photo.FromRgb(side, side, [.. Enumerable.Range(0, 3 * side * side).Select(i => (byte)(low + (high - low) * (i / 3 % side) / (side - 1)))]);
    }
}
