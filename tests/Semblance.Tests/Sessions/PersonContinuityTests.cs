using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Tests.Sessions;

/// <summary>When the person before the camera is still the one who was there.</summary>
public class PersonContinuityTests
{
    private static readonly Embedding s_anna = new("model", [1, 0, 0]), s_annaTurned = new("model", [0.8f, 0.6f, 0]), s_ben = new("model", [0, 0, 1]);

    private readonly PersonContinuity _continuity = new(Comparator.Cosine, 0.3, new ContinuityOptions());

    [Fact]
    public void Follow_OnePersonAllTheTime_BreaksNothing()
    {
        for (int i = 0; i < 40; i++)
            Assert.Equal((Presence.Same, null), Follow(i * 0.1, i % 2 == 0 ? s_anna : s_annaTurned, x: 100 + i));
    }

    [Fact]
    public void Follow_FaceMissedForOneFrame_BreaksNothing()
    {
        Follow(0, s_anna);

        Assert.Equal((Presence.Unknown, null), Miss(0.1));
        Assert.Equal((Presence.Same, null), Follow(0.2, s_anna));
    }

    [Fact]
    public void Follow_FaceOutOfSight_BeginsAgainOnce()
    {
        Follow(0, s_anna);

        var breaks = Enumerable.Range(1, 6).Select(i => Miss(i * 0.1).Break).ToList();

        Assert.Equal("The face was out of sight.", Assert.Single(breaks, reason => reason is not null));
    }

    [Fact]
    public void Follow_FaceInAnotherPlace_BeginsAgain()
    {
        Follow(0, s_anna);

        Assert.Equal((Presence.Same, "The face jumped from one place to another."), Follow(0.05, s_anna, x: 220));
    }

    [Fact]
    public void Follow_AnotherPersonInTheSamePlace_BeginsAgainAtTheSecondFrame()
    {
        for (int i = 0; i < 5; i++)
            Follow(i * 0.05, s_anna);

        Assert.Equal((Presence.Stranger, null), Follow(0.25, s_ben));
        Assert.Equal((Presence.Same, "The face became another person's."), Follow(0.3, s_ben));
        Assert.Equal((Presence.Same, null), Follow(0.35, s_ben));
    }

    [Fact]
    public void Follow_TwoPeopleInTurns_IsNoticed()
    {
        var breaks = Enumerable.Range(0, 12).Select(i => Follow(i * 0.05, i % 2 == 0 ? s_anna : s_ben).Break).ToList();

        Assert.Contains("The face became another person's.", breaks);
    }

    [Fact]
    public void Follow_FaceThatCannotBeEmbedded_EarnsNothingAndSoonVoidsWhatWasBefore()
    {
        Follow(0, s_anna);

        Assert.Equal((Presence.Unknown, null), Follow(0.1, null));
        Assert.Equal((Presence.Same, null), Follow(0.2, s_anna));
        var breaks = Enumerable.Range(1, 10).Select(i => Follow(0.2 + i * 0.1, null).Break).ToList();
        Assert.Equal("The face could not be recognised for a while.", Assert.Single(breaks, reason => reason is not null));
    }

    [Fact]
    public void Follow_TurnedHeadOfTheSamePerson_CountsAndOfAnotherDoesNot()
    {
        Assert.Equal((Presence.Unknown, null), Follow(0, s_anna, isTurned: true));
        Follow(0.1, s_anna);

        Assert.Equal((Presence.Turned, null), Follow(0.2, s_annaTurned, isTurned: true));
        Assert.Equal((Presence.Unknown, null), Follow(0.3, s_ben, isTurned: true));
    }

    [Fact]
    public void Follow_PauseOfTheCamera_BeginsAgain()
    {
        Follow(0, s_anna);

        Assert.Equal("The camera paused.", Follow(1.5, s_anna).Break);
    }

    private (Presence, string? Break) Follow(double time, Embedding? embedding, float x = 100, bool isTurned = false)
    {
        var step = _continuity.Follow(TimeSpan.FromSeconds(time), new Face(new Box(x - 60, 50, 120, 160), 0.9f), embedding, isTurned);
        return (step.Presence, step.Break);
    }

    private (Presence, string? Break) Miss(double time)
    {
        var step = _continuity.Follow(TimeSpan.FromSeconds(time), null, null, isTurned: false);
        return (step.Presence, step.Break);
    }
}
