namespace Semblance.Tests.Sessions;

/// <summary>The memory of a process is measured with nothing beside it.</summary>
[CollectionDefinition(nameof(WatchMemoryTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(WatchMemoryTests))]
public sealed class WatchMemoryTests : IDisposable
{
    private readonly FaceEngine _engine = ModelPack.Builtin().Start();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Watch_AThousandPeopleForHundredsOfFrames_NeedsNoMoreMemoryWithTime()
    {
        var random = new Random(1);
        var people = Enumerable.Range(0, 1000).ToDictionary(_ => Guid.NewGuid(), i => new Template($"{i}", _engine.Pack.Id, [Drawn(random)], [], DateTimeOffset.UnixEpoch));
        using var watch = _engine.Watch(people, LivenessPolicy.Off);
        var frames = FaceSessionTests.Moving("Agbani_Darego").ToList();
        int next = 0;
        Show(300);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Show(150);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 << 20);

        void Show(int count)
        {
            for (int end = next + count; next < end; next++)
                watch.Add(new Frame(next, TimeSpan.FromSeconds(next * 0.1), frames[next % frames.Count], "clip"));
        }
    }

    private Embedding Drawn(Random random)
    {
        var values = Enumerable.Range(0, 256).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        float length = MathF.Sqrt(values.Sum(value => value * value));
        return new Embedding(_engine.Pack.Id, [.. values.Select(value => value / length)]);
    }
}
