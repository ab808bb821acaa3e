using Microsoft.ML.OnnxRuntime;
using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>What the spoof network is shown of a frame, and what it refuses to judge.</summary>
public sealed class SpoofNetworkTests
{
    // Eyes 40 pixels apart, the mouth 46 below them.
    private static readonly Landmarks s_landmarks = new(new(180, 180), new(220, 180), new(200, 205), new(182, 226), new(218, 226));

    [Fact]
    public void Tight_FaceWithLandmarks_DoesNotDependOnTheBox()
    {
        var narrow = SpoofCrop.Tight(new Face(new Box(170, 150, 60, 90), 1, s_landmarks));
        var wide = SpoofCrop.Tight(new Face(new Box(100, 100, 200, 200), 1, s_landmarks));

        Assert.Equal(narrow, wide);
        Assert.Equal((200, 203), (narrow.CentreX, narrow.CentreY));
        Assert.InRange(narrow.Side, 126, 128);
    }

    [Fact]
    public void Tight_HeadTurnedAside_IsAsLargeAsBefore()
    {
        var turned = s_landmarks with { RightEye = new(190, 180), LeftEye = new(210, 180) };

        Assert.InRange(SpoofCrop.Tight(new Face(default, 1, turned)).Side, 125, 128);
    }

    [Fact]
    public void Cut_PhotoOfOneColourEachSide_KeepsThemInPlace()
    {
        // Left half black, right half white; the crop's centre lies on the border.
        var photo = Photo.FromGrey(200, 100, [.. Enumerable.Range(0, 20000).Select(i => (byte)(i % 200 < 100 ? 0 : 255))]);

        var cut = new SpoofCrop(99.5, 49.5, 80).Cut(photo, 40);

        Assert.Equal((40, 40), (cut.Width, cut.Height));
        Assert.All(Enumerable.Range(0, 19), x => Assert.Equal((0, 255), (cut.Rgb[3 * (20 * 40 + x)], cut.Rgb[3 * (20 * 40 + 39 - x)])));
        // Symmetrical to a pixel's fraction.
        Assert.Equal(255, cut.Rgb[3 * (20 * 40 + 19)] + cut.Rgb[3 * (20 * 40 + 20)]);
    }

    [Fact]
    public void Score_FaceWithSurroundings_JudgesBothCrops()
    {
        using var network = TinySpoof.Load();
        var frame = TinySpoof.Frame(0, 130);

        var scores = network.Score(frame.Photo, frame.Face!);

        Assert.Equal(2, scores.Tight!.Value, 3);
        Assert.Equal(2, scores.Wide!.Value, 3);
        Assert.Equal(4, scores.LogOdds(6)!.Value, 3);
    }

    [Fact]
    public void Score_FaceThatFillsThePicture_HasNoWideCrop()
    {
        using var network = TinySpoof.Load();
        var photo = TinySpoof.Frame(0, 130, side: 120).Photo;

        var scores = network.Score(photo, new Face(new Box(5, 5, 110, 110), 1));

        Assert.NotNull(scores.Tight);
        Assert.Null(scores.Wide);
        Assert.Equal(2, scores.LogOdds(6)!.Value, 3);
    }

    [Theory]
    [InlineData(190, 190, 20, 20)]
    [InlineData(-95, 100, 100, 100)]
    [InlineData(float.NaN, 100, 100, 100)]
    [InlineData(100, 100, float.PositiveInfinity, 100)]
    public void Score_FaceTooSmallOrOutside_IsNotJudged(float x, float y, float width, float height)
    {
        using var network = TinySpoof.Load();

        var scores = network.Score(TinySpoof.Frame(0, 130).Photo, new Face(new Box(x, y, width, height), 1));

        Assert.Equal(new SpoofScores(null, null), scores);
        Assert.Null(scores.LogOdds(6));
    }

    [Fact]
    public void LogOdds_OneBranchBeyondBelief_CannotOutvoteTheOther() => Assert.Equal(0, new SpoofScores(1000, -7).LogOdds(6));

    [Fact]
    public void New_NetworkOfAnotherShape_IsRefused()
    {
        Assert.Contains("no spoof network", Assert.Throws<InvalidDataException>(() => new SpoofNetwork(TinySpoof.Model(32, wideSide: 48), TinySpoof.Thresholds)).Message);
        Assert.Throws<InvalidDataException>(() => new SpoofNetwork(Cli.TinyPack.Model(92, 112), TinySpoof.Thresholds));
        Assert.ThrowsAny<OnnxRuntimeException>(() => new SpoofNetwork([1, 2, 3], TinySpoof.Thresholds));
    }

    [Theory]
    [InlineData(0.4, 0.6)]
    [InlineData(1, 0.5)]
    [InlineData(0.5, 0)]
    [InlineData(double.NaN, 0.5)]
    public void New_ThresholdsThatAreNone_IsRefused(double liveFrom, double spoofBelow) =>
        Assert.Throws<ArgumentException>(() => new SpoofNetwork(TinySpoof.Model(), new SpoofThresholds(liveFrom, spoofBelow)));
}
