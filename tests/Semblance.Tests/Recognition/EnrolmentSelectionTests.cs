using Semblance.Recognition;

namespace Semblance.Tests.Recognition;

public class EnrolmentSelectionTests
{
    private static readonly Threshold s_half = new(0.5, "model", null, "made for tests");
    private int _frame;

    [Fact]
    public void Choose_NoFace_TakesNone() => Assert.Empty(new EnrolmentSelection(Comparator.Cosine, s_half).Choose(5).Taken);

    [Fact]
    public void Choose_OneFace_TakesIt() => Assert.Single(Selection(Face(1, 0)).Choose(5).Taken);

    [Fact]
    public void Choose_One_IsTheBest()
    {
        var best = Face(1, 20, side: 150);

        Assert.Equal(best, Assert.Single(Selection(Face(1, 0, side: 100), best, Face(1, 10, side: 120)).Choose(1).Taken));
    }

    [Fact]
    public void Choose_AlikeFaces_TakesTheDifferentOneBeforeThem()
    {
        var (best, alike, different) = (Face(1, 0, side: 155), Face(1, 15, side: 150), Face(1, 40, side: 130));

        Assert.Equal([best, different], Selection(alike, best, different).Choose(2).Taken);
    }

    [Fact]
    public void Choose_FaceMuchWorseThanTheBest_IsLeftOutHoweverDifferent()
    {
        var choice = Selection(Face(1, 0, side: 150), Face(1, 40, side: 70)).Choose(5);

        Assert.Single(choice.Taken);
        Assert.Equal(("Good enough, but others are better or differ more.", 1), Assert.Single(choice.NotTaken));
    }

    [Fact]
    public void Choose_OneFrameRepeated_TakesItOnceAndSaysWhy()
    {
        var choice = Selection([.. Enumerable.Range(0, 10).Select(_ => Face(1, 0))]).Choose(5);

        Assert.Single(choice.Taken);
        Assert.Equal(("Too like one that was taken to add anything.", 9), Assert.Single(choice.NotTaken));
    }

    [Fact]
    public void Choose_AnotherPerson_IsLeftOutAndNamed()
    {
        var choice = Selection(Face(1, 0, side: 150), Face(1, 20, side: 150), Face(1, 100, side: 149)).Choose(5);

        Assert.Equal(2, choice.Taken.Count);
        Assert.Contains("one person at a time", Assert.Single(choice.NotTaken).Reason);
    }

    [Fact]
    public void Choose_Always_AccountsForEveryFace()
    {
        var random = new Random(3);
        var selection = new EnrolmentSelection(Comparator.Cosine, s_half);
        for (int i = 0; i < 700; i++)
            selection.Add(Face(1, 120 * random.NextDouble(), side: 70 + 90 * random.NextDouble()));

        var choice = selection.Choose(5);

        Assert.Equal((5, 700), (choice.Taken.Count, choice.Taken.Count + choice.NotTaken.Sum(reason => reason.Count)));
    }

    private static EnrolmentSelection Selection(params EnrolmentCandidate[] candidates)
    {
        var selection = new EnrolmentSelection(Comparator.Cosine, s_half);
        foreach (var candidate in candidates)
            selection.Add(candidate);
        return selection;
    }

    private EnrolmentCandidate Face(double length, double degrees, double side = 150) => new(
        "clip", _frame++, 0, new FaceQuality((float)side, 0.2, 0.5, 130, 35, Pose: new HeadPose(0, 0, 0)),
        new Embedding("model", [(float)(length * Math.Cos(degrees * Math.PI / 180)), (float)(length * Math.Sin(degrees * Math.PI / 180))]));
}
