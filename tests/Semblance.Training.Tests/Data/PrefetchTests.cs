namespace Semblance.Training.Tests.Data;

public class PrefetchTests
{
    [Fact]
    public void Run_TwoBuffers_AreNotWrittenWhileTheyAreRead()
    {
        var buffers = new[] { new int[1000], new int[1000] };
        int step = 3;

        foreach (var batch in Prefetch.Run(3, 200, k => { Array.Fill(buffers[k % Prefetch.Buffers], k); return buffers[k % Prefetch.Buffers]; }))
        {
            Thread.SpinWait(200);
            Assert.All(batch, number => Assert.Equal(step, number));
            step++;
        }

        Assert.Equal(200, step);
    }

    [Fact]
    public void Run_BatchThatCannotBeMade_SaysSoAfterTheOnesBefore()
    {
        var seen = new List<int>();

        Assert.Throws<DataException>(() =>
        {
            foreach (int batch in Prefetch.Run(0, 10, k => k == 4 ? throw new DataException("no photo") : k))
                seen.Add(batch);
        });

        Assert.Equal([0, 1, 2, 3], seen);
    }

    [Fact]
    public void Run_LeftEarly_MakesNoMore()
    {
        int made = 0;

        foreach (int batch in Prefetch.Run(0, 1000, k => { made++; return k; }))
        {
            if (batch == 5)
                break;
        }

        Assert.InRange(made, 6, 8);
    }
}
