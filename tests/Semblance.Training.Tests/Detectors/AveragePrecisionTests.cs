using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Detectors;

public class AveragePrecisionTests
{
    private static readonly Box s_left = new(0, 0, 40, 40), s_right = new(100, 0, 40, 40), s_tiny = new(200, 0, 8, 8), s_nowhere = new(300, 300, 40, 40);

    // In order of scores: right (recall 1/2, precision 1), wrong (1/2, 1/2), right (1, 2/3). Area: 1/2 x 1 + 1/2 x 2/3.
    [Fact]
    public void Compute_OneWrongBetweenTwoRight_IsFiveSixths()
    {
        var quality = AveragePrecision.Compute([new([s_left, s_right], [new(s_left, 0.9f), new(s_nowhere, 0.8f), new(s_right, 0.7f)])], minSize: 24);

        Assert.Equal(5 / 6.0, quality.Value!.Value, 1e-9);
        Assert.Equal((2, 1.0), (quality.Faces, quality.Recall));
        Assert.Equal(2 / 3.0, quality.Precision, 1e-9);
    }

    [Fact]
    public void Compute_SecondDetectionOfOneFace_IsWrong()
    {
        var quality = AveragePrecision.Compute([new([s_left, s_right], [new(s_left, 0.9f), new(s_left with { X = 3 }, 0.8f)])], minSize: 24);

        Assert.Equal((0.5, 0.5, 0.5), (quality.Value, quality.Recall, quality.Precision));
    }

    [Fact]
    public void Compute_SmallFaces_NeitherAskedForNorWrong()
    {
        var quality = AveragePrecision.Compute([new([s_left, s_tiny], [new(s_tiny, 0.95f), new(s_left, 0.9f), new(new Box(400, 0, 9, 9), 0.8f)])], minSize: 24);

        Assert.Equal((1, 1.0, 1.0), (quality.Faces, quality.Value, quality.Precision));
    }

    [Fact]
    public void Compute_SeveralPhotos_RanksThemTogetherAndMatchesWithinEach()
    {
        var quality = AveragePrecision.Compute([new([s_left], [new(s_left, 0.6f)]), new([s_right], [new(s_left, 0.9f)])], minSize: 24);

        Assert.Equal((0.25, 0.5, 0.5), (quality.Value, quality.Recall, quality.Precision));
    }

    [Fact]
    public void Compute_NoFaceToFind_HasNoValue()
    {
        Assert.Null(AveragePrecision.Compute([new([], [new(s_left, 0.9f)])], minSize: 24).Value);
    }

    [Fact]
    public void Compute_OverlapBelowHalf_IsWrong()
    {
        var quality = AveragePrecision.Compute([new([s_left], [new(new Box(0, 0, 40, 19), 0.9f)])], minSize: 1);

        Assert.Equal(0, quality.Value);
    }
}
