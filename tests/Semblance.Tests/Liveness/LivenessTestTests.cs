using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Tests.Liveness;

public class LivenessTestTests
{
    private static readonly Embedding s_anna = new("model", [1, 0, 0]), s_annaTurned = new("model", [0.8f, 0.6f, 0]), s_ben = new("model", [0, 0, 1]);

    [Fact]
    public void Add_OnePersonAllTheTime_BreaksNothing()
    {
        using var test = Begin(out var counter);

        for (int i = 0; i < 40; i++)
            test.Add(MadeFrames.Head(i * 0.1, x: 100 + i, embedding: i % 2 == 0 ? s_anna : s_annaTurned));

        Assert.Equal((0, 0), (test.Breaks, counter.Resets));
    }

    [Fact]
    public void Add_FaceMissedForOneFrame_BreaksNothing()
    {
        using var test = Begin(out _);

        test.Add(MadeFrames.Head(0));
        test.Add(MadeFrames.Nobody(0.1));
        test.Add(MadeFrames.Head(0.2));

        Assert.Equal(0, test.Breaks);
    }

    [Fact]
    public void Add_FaceOutOfSight_BeginsAnew()
    {
        using var test = Begin(out var counter);

        test.Add(MadeFrames.Head(0));
        for (double time = 0.1; time < 0.5; time += 0.1)
            test.Add(MadeFrames.Nobody(time));

        Assert.Equal((1, 1), (test.Breaks, counter.Resets));
        Assert.Equal("The face was out of sight.", test.LastBreak);
    }

    [Fact]
    public void Add_FaceInAnotherPlace_BeginsAnew()
    {
        using var test = Begin(out _);

        test.Add(MadeFrames.Head(0));
        test.Add(MadeFrames.Head(0.05, x: 220));

        Assert.Equal(1, test.Breaks);
    }

    [Fact]
    public void Add_AnotherPersonInTheSamePlace_BeginsAnew()
    {
        using var test = Begin(out _);

        for (int i = 0; i < 5; i++)
            test.Add(MadeFrames.Head(i * 0.05, embedding: s_anna));
        test.Add(MadeFrames.Head(0.25, embedding: s_ben));
        Assert.Equal(0, test.Breaks);
        test.Add(MadeFrames.Head(0.3, embedding: s_ben));

        Assert.Equal(1, test.Breaks);
        Assert.Equal("The face became another person's.", test.LastBreak);
    }

    [Fact]
    public void Add_PauseOfTheCamera_BeginsAnew()
    {
        using var test = Begin(out _);

        test.Add(MadeFrames.Head(0));
        test.Add(MadeFrames.Head(1.5));

        Assert.Equal(1, test.Breaks);
    }

    [Fact]
    public void Add_PolicyOff_BreaksNothingWhoeverComes()
    {
        using var test = new LivenessTest(LivenessPolicy.Off, [], Comparator.Cosine, 0.3);

        for (int i = 0; i < 6; i++)
            test.Add(MadeFrames.Head(2 * i, embedding: i % 2 == 0 ? s_anna : s_ben));

        Assert.Equal((0, "notChecked"), (test.Breaks, test.Result.Word));
    }

    [Fact]
    public void New_CheckOfThePolicyMissing_Throws() =>
        Assert.Throws<ArgumentException>(() => new LivenessTest(LivenessPolicy.Passive, [new Counter("motion")], Comparator.Cosine, 0.3));

    private static LivenessTest Begin(out Counter counter) => new(new LivenessPolicy("test", ["counter"], []), [counter = new Counter("counter")], Comparator.Cosine, 0.3);

    private sealed class Counter(string name) : ILivenessCheck
    {
        public int Resets { get; private set; }

        public string Name => name;

        public CheckResult Result => CheckResult.Nothing(name, "Only counts.");

        public void Add(LivenessFrame frame)
        {
        }

        public void Reset() => Resets++;

        public void Dispose()
        {
        }
    }
}
