using System.Text.Json.Nodes;
using Semblance.Packs;
using Semblance.Server.Hosting;
using Semblance.Storage;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

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
}
