using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>The colours that a face must answer.</summary>
public sealed class RandomLightTests
{
    private static readonly IReadOnlyList<LightSequence> s_drawn = [.. Enumerable.Range(0, 500).Select(_ => RandomLight.Next())];

    [Fact]
    public void Next_AnySequence_ChangesAtMostThreeTimesASecond()
    {
        Assert.All(s_drawn, sequence => Assert.True(sequence.Each >= TimeSpan.FromSeconds(1) / 3, $"{sequence.Each} for a colour is too fast (WCAG 2.3.1)."));
    }

    [Fact]
    public void Next_AnySequence_HasNoNeighboursAlike()
    {
        Assert.All(s_drawn, sequence =>
        {
            Assert.Equal(RandomLight.Count, sequence.Colours.Count);
            Assert.All(sequence.Colours.Zip(sequence.Colours.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        });
    }

    [Fact]
    public void Next_AnySequence_HasNoSaturatedRed()
    {
        // WCAG 2.2: red is saturated where R / (R + G + B) is at least 0.8.
        Assert.DoesNotContain(s_drawn.SelectMany(sequence => sequence.Colours), colour => colour.Red > 0 && colour.Red >= 0.8 * (colour.Red + colour.Green + colour.Blue));
    }

    [Fact]
    public void Next_AnySequence_ChangesEveryChannelInAWayOfItsOwn()
    {
        Assert.All(s_drawn, sequence => Assert.True(RandomLight.IsBalanced(sequence)));
    }

    [Fact]
    public void Next_ManySequences_AreAllDifferentAndUseEveryColourEverywhere()
    {
        Assert.Equal(s_drawn.Count, s_drawn.Select(sequence => string.Join(' ', sequence.Colours)).Distinct().Count());
        for (int place = 0; place < RandomLight.Count; place++)
        {
            var counts = s_drawn.CountBy(sequence => sequence.Colours[place]).ToDictionary();
            // Each of the seven is expected 71 times, with a deviation of 8.
            Assert.Equal(7, counts.Count);
            Assert.All(counts.Values, count => Assert.InRange(count, 25, 130));
        }
    }

    [Fact]
    public void IsBalanced_OneChannelNeverChanges_IsFalse()
    {
        var sequence = new LightSequence([.. Enumerable.Range(0, 12).Select(i => new LightColour(255, (byte)(i % 2 * 255), (byte)(i / 2 % 2 * 255)))], RandomLight.Each);

        Assert.False(RandomLight.IsBalanced(sequence));
    }

    [Fact]
    public void IsBalanced_GreyFlicker_IsFalse()
    {
        var sequence = new LightSequence([.. Enumerable.Range(0, 12).Select(i => (byte)(i % 2 * 255)).Select(level => new LightColour(level, level, level))], RandomLight.Each);

        Assert.False(RandomLight.IsBalanced(sequence));
    }
}
