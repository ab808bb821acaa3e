using ScottPlot;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Reports;
using Semblance.Testing;

namespace Semblance.Tests.Reports;

public sealed class PictureTests : IDisposable
{
    private static readonly ScoredPair[] Pairs = ManyPairs();
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("picture.png");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Roc_TwoCurves_DrawsBothInTheirColours()
    {
        RocPlot.Save(File, new LabelledCurve("one", RocCurve.Compute(Pairs)), new LabelledCurve("other", RocCurve.Compute([.. Pairs.Select(pair => pair with { Similarity = pair.SubjectA % 3 })])));

        AssertPicture(900, 600, PictureStyle.Colours[0], PictureStyle.Colours[1]);
    }

    [Fact]
    public void TrainingCurves_TwoPanels_StandBesideEachOtherInTheirColours()
    {
        TrainingCurves.Save(File, "x",
            new CurvePanel("left", "y", false, new CurveLine("", [(0, 1), (1, double.NaN), (2, 3)])),
            new CurvePanel("right", "y", true, new CurveLine("a", [(0, 0.1), (1, 0.2)]), new CurveLine("b", [(0, 0.2), (1, 0.1)])));

        AssertPicture(1200, 500, PictureStyle.Colours[0], PictureStyle.Colours[1]);
    }

    [Fact]
    public void Det_CurveWithErrors_DrawsIt()
    {
        DetPlot.Save(File, new LabelledCurve("one", RocCurve.Compute(Pairs)));

        AssertPicture(900, 600, PictureStyle.Colours[0]);
    }

    [Fact]
    public void RocAndDet_PerfectSeparation_AreDrawn()
    {
        var perfect = new LabelledCurve("perfect", RocCurve.Compute([new(1, true, 0, 0, 0), new(0, false, 0, 1, 0)]));

        RocPlot.Save(File, perfect);
        AssertPicture(900, 600, PictureStyle.Colours[0]);
        DetPlot.Save(File, perfect);
        AssertPicture(900, 600);
    }

    [Fact]
    public void RocAndDet_NothingAcquired_AreDrawn()
    {
        var nothing = new LabelledCurve("nothing", RocCurve.Compute([new(double.NaN, true, 0, 0, 0), new(double.NaN, false, 0, 1, 0)]));

        RocPlot.Save(File, nothing);
        AssertPicture(900, 600);
        DetPlot.Save(File, nothing);
        AssertPicture(900, 600);
    }

    [Theory]
    [InlineData("cosine")]
    [InlineData("euclidean")]
    public void Histogram_BothKinds_DrawsBarsAndThreshold(string comparator)
    {
        ScoreHistogram.Save(File, Pairs, Comparator.Named(comparator), new MarkedThreshold("FMR 1 %", 0.5));

        // Bars are translucent: blue and orange on white.
        AssertPicture(900, 600, new Color(115, 177, 214), new Color(233, 169, 115));
    }

    [Fact]
    public void Histogram_NoScores_IsDrawn()
    {
        ScoreHistogram.Save(File, [new(double.NaN, true, 0, 0, 0)], Comparator.Cosine);

        AssertPicture(900, 600);
    }

    [Fact]
    public void TrainingCurves_WithHeldOutData_DrawsTwoLines()
    {
        TrainingCurves.Save(File, [new(1, 0.5, 0.6, 0.6, 0.5), new(2, 0.3, 0.8, double.NaN, 0.6), new(3, 0.2, 0.9, 0.4, 0.7)]);

        AssertPicture(1200, 500, PictureStyle.Colours[0], PictureStyle.Colours[1]);
    }

    [Fact]
    public void TrainingCurves_OneEpochWithoutHeldOutData_DrawsOneLine()
    {
        TrainingCurves.Save(File, [new(1, 0.5, 0.6, null, null)]);

        var photo = AssertPicture(1200, 500, PictureStyle.Colours[0]);
        Assert.Equal(0, Count(photo, PictureStyle.Colours[1]));
    }

    [Fact]
    public void WorstPairs_Photos_AreShownAndErrorsFramedInRed()
    {
        var green = Photo.FromRgb(1, 2, [0, 200, 0, 0, 200, 0]);

        WorstPairs.Save(File, [new(green, green, "a_name_much_too_long_for_the_place_below_a_photo.jpg", "b", "score 0.9", Wrong: true)], []);

        var photo = PhotoReader.Read(File);
        Assert.Equal(820, photo.Width);
        Assert.InRange(Count(photo, new Color(0, 200, 0)), 25_000, 2 * 90 * 180);
        Assert.InRange(Count(photo, new Color(0xC6, 0x28, 0x28)), 1000, 10_000);
    }

    [Fact]
    public void Choose_BothKinds_GivesTheWorstWithScores()
    {
        ScoredPair[] pairs = [new(0.9, true, 0, 0, 0), new(0.1, true, 0, 0, 0), new(double.NaN, true, 0, 0, 0, true), new(0.2, false, 0, 1, 0), new(0.7, false, 0, 1, 0), new(0.4, false, 0, 1, 0)];

        Assert.Equal([1, 0], WorstPairs.Choose(pairs, same: true, 5));
        Assert.Equal([4, 5], WorstPairs.Choose(pairs, same: false, 2));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.025, -1.95996)]
    [InlineData(0.99, 2.32635)]
    [InlineData(0.0001, -3.71902)]
    public void NormalDeviate_KnownShares_AgreesWithTables(double share, double deviate) => Assert.Equal(deviate, NormalDeviate.Of(share), 4.5e-4);

    /// <summary>The picture has its size, something in each of the colours, and dark letters in its title row.</summary>
    private Photo AssertPicture(int width, int height, params Color[] colours)
    {
        var photo = PhotoReader.Read(File);
        Assert.Equal((width, height), (photo.Width, photo.Height));
        Assert.All(colours, colour => Assert.True(Count(photo, colour) > 50, $"hardly anything is drawn in {colour.ToHex()}"));
        Assert.InRange(photo.Crop(0, 0, width, 32).ToGrey().Count(level => level < 128), 100, 4000);
        return photo;
    }

    private static int Count(Photo photo, Color colour)
    {
        var rgb = photo.Rgb;
        int count = 0;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            if (Math.Abs(rgb[i] - colour.R) <= 3 && Math.Abs(rgb[i + 1] - colour.G) <= 3 && Math.Abs(rgb[i + 2] - colour.B) <= 3)
                count++;
        }
        return count;
    }

    private static ScoredPair[] ManyPairs()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 2000).Select(i => new ScoredPair(random.NextDouble() + (i % 2 == 0 ? 0.5 : 0), i % 2 == 0, i % 20, i % 2 == 0 ? i % 20 : (i + 1) % 20, 0))];
    }
}
