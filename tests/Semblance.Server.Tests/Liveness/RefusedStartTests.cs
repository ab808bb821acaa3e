using Semblance.Server.Engine;
using Semblance.Server.Hosting;
using Semblance.Server.Problems;
using Semblance.Storage.Sqlite;
using Semblance.Testing;
using Semblance.Tests.Cli;

namespace Semblance.Server.Tests.Liveness;

/// <summary>A service that cannot check what it is to check does not start.</summary>
public sealed class RefusedStartTests
{
    [Theory]
    [InlineData("sometimes")]
    [InlineData("")]
    public void Policy_ThatThereIsNot_IsRefused(string policy)
    {
        var refused = Assert.Throws<SettingsException>(() => ServerSettings.Read(ServerSettings.Sources("", null, [new("Liveness:Policy", policy)]), ""));

        Assert.Equal("Semblance:Liveness:Policy", refused.Setting);
        Assert.Contains("challenge+light", refused.Message);
    }

    [Fact]
    public void Policy_NotSet_IsChallenge() => Assert.Equal("challenge", ServerSettings.Read(ServerSettings.Sources("", null, []), "").Liveness.Policy);

    [Fact]
    public async Task Pack_WhoseFacesHaveNoLandmarks_ServesWithLivenessOffOnly()
    {
        using var folder = new TemporaryFolder();
        var pack = ModelPack.Load(TinyPack.Write(folder.Path));
        using var engine = pack.Start(ModelPack.Builtin().CreateDetector());

        await using var store = await SqliteStore.OpenAsync(StoreOptions.InHome(folder.Path));

        var refused = await Assert.ThrowsAsync<SettingsException>(() => SemblanceServer.BuildAsync(new ServerOptions(), store, engine, cancellation: TestContext.Current.CancellationToken));
        var off = LivenessChecks.Start(new LivenessOptions { Policy = "off" }, engine, tracker: null);

        Assert.Equal("Semblance:Liveness:Policy", refused.Setting);
        Assert.Contains("--liveness off", refused.Message);
        Assert.Equal("off", off.PolicyFor(null, isEnrolment: false).Name);
        Assert.Throws<ProblemException>(() => off.PolicyFor("passive", isEnrolment: false));
    }
}
