using Semblance.Server.Throttling;
using Semblance.Storage;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Server.Tests.Sessions;

/// <summary>Delays and pauses after failures, with a clock of the test's own and a real store.</summary>
public sealed class LockOutTests : IAsyncLifetime
{
    private const string Tablet = "page 1", Elsewhere = "address 198.51.100.9";
    private readonly TemporaryFolder _folder = new();
    private readonly SetClock _clock = new();
    private readonly Guid _annasId = Guid.NewGuid();
    private readonly string _anna;
    private SqliteStore _store = null!;
    private LockOut _lockOut = null!;

    public LockOutTests() => _anna = LockOut.Subject(_annasId);

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(StoreOptions.InHome(_folder.Path));
        _lockOut = new LockOut(_store.Attempts, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Failures_BelowFive_CostNothing_ThenDelaysDoubleUpToALimit()
    {
        for (int i = 0; i < LockOut.FreeFailures; i++)
            await TryAsync(_anna, Outcome.NoMatch, place: null);
        foreach (double seconds in (double[])[30, 60, 120, 240, 480, 900, 900])
        {
            Assert.Equal(seconds, (await _lockOut.WaitAsync(_anna, Elsewhere)).TotalSeconds, 3);
            Assert.Equal(seconds, (await _lockOut.BeginAsync(_anna, Elsewhere)).Wait.TotalSeconds, 3);
            _clock.Now += TimeSpan.FromSeconds(seconds);
            await TryAsync(_anna, Outcome.NoMatch, place: null);
        }
    }

    [Fact]
    public async Task Attempts_ManyAtOnce_AreNoMoreThanOneAfterTheOther()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _lockOut.BeginAsync(_anna, place: null)));
        var places = await Task.WhenAll(Enumerable.Range(0, 48).Select(_ => _lockOut.BeginAsync(claim: null, Tablet)));

        Assert.Equal(LockOut.FreeFailures, claims.Count(begun => begun.Attempt is not null));
        Assert.Equal(LockOut.FreeFailures, places.Count(begun => begun.Attempt is not null));
    }

    [Fact]
    public async Task ManyNames_AtOnePlace_PauseItForSecondsAndNobodyElse()
    {
        for (int i = 0; i < 5; i++)
            await TryAsync(LockOut.Subject(Guid.NewGuid()), Outcome.NoMatch, Tablet);

        Assert.Equal(PlacePauses.Pause, await _lockOut.WaitAsync(_anna, Tablet));
        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Elsewhere));
        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, place: null));
        _clock.Now += PlacePauses.Pause;
        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Tablet));
        await TryAsync(_anna, Outcome.Match, Tablet);
        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(null, Tablet));
    }

    [Fact]
    public async Task Undecided_CostsTheClaimAndNotThePlace()
    {
        for (int i = 0; i < 20; i++)
            await TryAsync(LockOut.Subject($"somebody {i}"), Outcome.Undecided, Tablet);
        for (int i = 0; i < LockOut.FreeFailures; i++)
            await TryAsync(_anna, Outcome.Undecided, Tablet);

        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(null, Tablet));
        Assert.Equal(TimeSpan.FromSeconds(30), await _lockOut.WaitAsync(_anna, Tablet));
    }

    [Theory]
    [InlineData(Outcome.NoFace)]
    [InlineData(Outcome.PoorQuality)]
    [InlineData(Outcome.SeveralFaces)]
    public async Task Photos_WithoutAUsableFace_AreNoAttempts(Outcome outcome)
    {
        for (int i = 0; i < 10; i++)
            await TryAsync(_anna, outcome, Tablet);

        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Tablet));
    }

    [Fact]
    public async Task Attempt_NeverSettled_CostsNothingAndLeavesTheDelayAsItWas()
    {
        for (int i = 0; i < LockOut.FreeFailures; i++)
            await TryAsync(_anna, Outcome.NoMatch, Tablet);
        _clock.Now += TimeSpan.FromSeconds(31);

        await (await _lockOut.BeginAsync(_anna, Tablet)).Attempt!.DisposeAsync();

        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Tablet));
    }

    [Fact]
    public async Task Success_ForgetsFailures()
    {
        for (int i = 1; i < LockOut.FreeFailures; i++)
            await TryAsync(_anna, Outcome.NoMatch, Tablet);
        await TryAsync(_anna, Outcome.Match, Tablet);

        await TryAsync(_anna, Outcome.NoMatch, Tablet);

        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Tablet));
    }

    [Fact]
    public async Task Administrator_EndsThePausesOfPlacesWithThoseOfAPerson_OrAll()
    {
        for (int i = 0; i < LockOut.FreeFailures; i++)
        {
            await TryAsync(_anna, Outcome.NoMatch, Tablet);
            await TryAsync(LockOut.Subject("nobody"), Outcome.NoMatch, place: null);
        }

        await _lockOut.ClearAsync(_annasId);

        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Tablet));
        Assert.NotEqual(TimeSpan.Zero, await _lockOut.WaitAsync(LockOut.Subject("nobody"), Tablet));
        await _lockOut.ClearAllAsync();
        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(LockOut.Subject("nobody"), Tablet));
    }

    [Fact]
    public async Task Restart_ForgivesNothing_ADayDoes()
    {
        for (int i = 0; i < LockOut.FreeFailures; i++)
            await TryAsync(_anna, Outcome.NoMatch, place: null);
        await _store.DisposeAsync();
        await InitializeAsync();

        Assert.Equal(TimeSpan.FromSeconds(30), await _lockOut.WaitAsync(_anna, null));
        _clock.Now += TimeSpan.FromHours(25);
        await TryAsync(_anna, Outcome.NoMatch, place: null);
        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, null));
    }

    [Fact]
    public async Task Attempt_ThatTheStoreCouldNotTakeBack_CostsNothingAsSoonAsItCan()
    {
        for (int i = 1; i < LockOut.FreeFailures; i++)
            await TryAsync(_anna, Outcome.NoMatch, Tablet);
        var attempt = (await _lockOut.BeginAsync(_anna, Tablet)).Attempt!;
        _clock.Now += TimeSpan.FromSeconds(1);
        using (var failing = new FailingStore(_folder.Path, "UPDATE ON attempts"))
        {
            await Assert.ThrowsAsync<StoreException>(() => attempt.SettleAsync(AttemptEnd.Failed));
            await attempt.DisposeAsync();
            Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(null, Tablet));
        }

        Assert.Equal(TimeSpan.Zero, await _lockOut.WaitAsync(_anna, Tablet));
        Assert.Equal(LockOut.FreeFailures - 1, (await _store.Attempts.ReadAsync(_anna)).Failures);
    }

    private async Task TryAsync(string claim, Outcome outcome, string? place)
    {
        var (attempt, wait) = await _lockOut.BeginAsync(claim, place);
        Assert.Equal(TimeSpan.Zero, wait);
        await attempt!.SettleAsync(LockOut.EndOf(outcome));
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
