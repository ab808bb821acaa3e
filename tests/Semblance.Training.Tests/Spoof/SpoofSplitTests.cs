using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

public class SpoofSplitTests
{
    private static readonly IReadOnlyList<SpoofSource> s_sources =
    [
        .. MadeSpoofs.Sources(3, "nuaa"),
        new("screen-a", SpoofData.ManOfScreenA, null, "", MadeSpoofs.Smooth(0), null),
        new(SpoofData.Videos, SpoofData.ManOfScreenA, "screen", "turning-screen-replay.mp4", MadeSpoofs.Striped(0), null),
        new(SpoofData.Videos, "person-a", null, "person-a.mp4", MadeSpoofs.Smooth(1), null),
    ];

    [Fact]
    public void Of_OneRecordingOfAMan_LeavesOutAllOfHim()
    {
        var split = SpoofSplit.Of(s_sources, ["screen-a"]);

        Assert.Equal(2, split.LeftOut.Count);
        Assert.DoesNotContain(split.Training, source => source.Subject == SpoofData.ManOfScreenA);
        Assert.Contains(split.Training, source => source.Subject == "person-a");
    }

    [Fact]
    public void Of_OnePerson_LeavesOutLiveAndAttacksOfThem()
    {
        var split = SpoofSplit.Of(s_sources, ["nuaa/1"]);

        Assert.Equal([null, "screen"], split.LeftOut.Select(source => source.Attack));
        Assert.Equal(s_sources.Count - 2, split.Training.Count);
    }

    [Theory]
    [InlineData("nobody", "no such set")]
    [InlineData("videos nuaa screen-a", "No live face is left")]
    public void Of_NamesThatLeaveNothing_AreRefused(string names, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => SpoofSplit.Of(s_sources, names.Split(' '))).Message);
}
