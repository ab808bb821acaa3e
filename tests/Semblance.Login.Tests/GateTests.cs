using Semblance.Cli.Login;
using Semblance.Storage;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>What a user can use up by asking without end: not root's places, not the log, not the audit log.</summary>
public class GateTests
{
    private static readonly Peer s_user = new(10, 1000), s_root = new(11, 0);
    private readonly Clock _clock = new();

    [Fact]
    public void Begin_QuestionsOfRootAboutOneUser_LeaveRoomForOthers()
    {
        var gate = new LoginGate(_clock);
        var first = gate.Begin(1000);
        Assert.NotNull(first);
        Assert.NotNull(gate.Begin(1000));

        Assert.Null(gate.Begin(1000));

        Assert.NotNull(gate.Begin(1001));
        first.Dispose();
        Assert.NotNull(gate.Begin(1000));
    }

    [Fact]
    public void Enter_OneConnectionAfterAnother_IsBoundedForUsersAndNotForRoot()
    {
        var gate = new LoginGate(_clock);
        int EnteredBy(Peer peer) => Enumerable.Range(0, 100).Count(_ =>
        {
            using var place = gate.Enter(peer);
            return place is not null;
        });

        Assert.Equal((LoginGate.ConnectionsPerUser, 100), (EnteredBy(s_user), EnteredBy(s_root)));

        _clock.Now += LoginGate.Period;
        Assert.Equal(LoginGate.ConnectionsPerUser, EnteredBy(s_user));
        Assert.Equal(0, gate.Connections);
    }

    [Fact]
    public void MayTell_TheSameUserAgainAndAgain_IsOneLineAMinute()
    {
        var gate = new LoginGate(_clock);

        Assert.Single(Enumerable.Range(0, 50), _ => gate.MayTell(s_user));

        Assert.True(gate.MayTell(new Peer(12, 1001)));
        _clock.Now += LoginGate.Period;
        Assert.True(gate.MayTell(s_user));
    }

    [Fact]
    public async Task Notes_RefusalsWithoutEnd_AreAFewAnHourAndANumber()
    {
        using var folder = new TemporaryFolder();
        await using var store = await new LoginPlaces(folder.Path).OpenAsync(default);
        var notes = new LoginNotes(store, _clock);
        var person = new Person(Guid.NewGuid(), PersonName.Parse("anna.1000"), _clock.Now, _clock.Now, new Consent("Yes.", false, _clock.Now, "test"), []);

        for (int i = 0; i < 3 * LoginNotes.MostAnHour; i++)
            await (i % 2 == 0 ? notes.RefusedAsync("sudo", person, "Locked.") : notes.UnseenAsync("sudo", person, "NoFace", null));
        await notes.SeenAsync("sudo", person, "Match", null);
        Assert.Equal(LoginNotes.MostAnHour + 1, (await store.Audit.ListAsync(new(Limit: 500))).Entries.Count);

        _clock.Now += TimeSpan.FromHours(1);
        await notes.RefusedAsync("sudo", person, "Locked.");
        Assert.Equal($"Locked. {2 * LoginNotes.MostAnHour} more since the entry before.", (await store.Audit.ListAsync(new(Limit: 1))).Entries[0].Event.Detail);

        _clock.Now += LoginNotes.Kept;
        await notes.CutAsync(default);
        Assert.Equal("audit.cut", Assert.Single((await store.Audit.ListAsync(new(Limit: 500))).Entries).Event.Action);
        Assert.True((await store.Audit.VerifyAsync()).IsIntact);
    }
}
