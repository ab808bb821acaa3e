using Semblance.Server.Throttling;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Server.Tests.Sessions;

/// <summary>Delays after failures, with a clock of the test's own and a real store.</summary>
public sealed class LockOutTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SetClock _clock = new();
    private readonly string _anna = LockOut.Subject(Guid.NewGuid());
    private SqliteStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync(StoreOptions.InHome(_folder.Path));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Failures_BelowFive_CostNothing_ThenDelaysDoubleUpToALimit()
    {
        var lockOut = new LockOut(_store.Attempts, _clock);
        for (int i = 1; i < LockOut.FreeFailures; i++)
        {
            await lockOut.CountAsync(_anna, "192.0.2.1", Outcome.NoMatch);
            Assert.Equal(TimeSpan.Zero, await lockOut.WaitAsync(_anna, "192.0.2.1"));
        }
        double[] expected = [30, 60, 120, 240, 480, 900, 900];
        foreach (double seconds in expected)
        {
            await lockOut.CountAsync(_anna, "192.0.2.1", Outcome.NoMatch);
            Assert.Equal(seconds, (await lockOut.WaitAsync(_anna, "198.51.100.9")).TotalSeconds, 3);
        }
    }

    [Fact]
    public async Task Delay_OfAPerson_HoldsFromEveryAddressAndEndsByItself()
    {
        var lockOut = await WithFailuresAsync(LockOut.FreeFailures);

        Assert.True(await lockOut.WaitAsync(_anna, "198.51.100.9") > TimeSpan.Zero);
        _clock.Now += TimeSpan.FromSeconds(31);
        Assert.Equal(TimeSpan.Zero, await lockOut.WaitAsync(_anna, "198.51.100.9"));
    }

    [Fact]
    public async Task Delay_OfAnAddress_HoldsForWhoeverIsClaimedAndNoLongerThanFiveMinutes()
    {
        var lockOut = await WithFailuresAsync(20);

        Assert.Equal(300, (await lockOut.WaitAsync(LockOut.Subject(Guid.NewGuid()), "192.0.2.1")).TotalSeconds, 3);
        Assert.Equal(TimeSpan.Zero, await lockOut.WaitAsync(LockOut.Subject(Guid.NewGuid()), "198.51.100.9"));
    }

    [Theory]
    [InlineData(Outcome.NoFace)]
    [InlineData(Outcome.PoorQuality)]
    [InlineData(Outcome.SeveralFaces)]
    public async Task Photos_WithoutAUsableFace_AreNoAttempts(Outcome outcome)
    {
        var lockOut = new LockOut(_store.Attempts, _clock);
        for (int i = 0; i < 10; i++)
            await lockOut.CountAsync(_anna, "192.0.2.1", outcome);

        Assert.Equal(TimeSpan.Zero, await lockOut.WaitAsync(_anna, "192.0.2.1"));
    }

    [Fact]
    public async Task Success_ForgetsFailures()
    {
        var lockOut = await WithFailuresAsync(LockOut.FreeFailures - 1);
        await lockOut.CountAsync(_anna, "192.0.2.1", Outcome.Match);

        await lockOut.CountAsync(_anna, "192.0.2.1", Outcome.Undecided);

        Assert.Equal(TimeSpan.Zero, await lockOut.WaitAsync(_anna, "192.0.2.1"));
    }

    [Fact]
    public async Task Restart_ForgivesNothing_ADayDoes()
    {
        await WithFailuresAsync(LockOut.FreeFailures + 3);
        await _store.DisposeAsync();
        await InitializeAsync();
        var lockOut = new LockOut(_store.Attempts, _clock);

        Assert.True(await lockOut.WaitAsync(_anna, "192.0.2.1") > TimeSpan.FromMinutes(3));
        _clock.Now += TimeSpan.FromHours(25);
        await lockOut.CountAsync(_anna, "192.0.2.1", Outcome.NoMatch);
        Assert.Equal(TimeSpan.Zero, await lockOut.WaitAsync(_anna, "192.0.2.1"));
    }

    private async Task<LockOut> WithFailuresAsync(int failures)
    {
        var lockOut = new LockOut(_store.Attempts, _clock);
        for (int i = 0; i < failures; i++)
            await lockOut.CountAsync(_anna, "192.0.2.1", Outcome.NoMatch);
        return lockOut;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
