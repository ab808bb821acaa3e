using System.Net;
using System.Text.Json;
using Semblance.Testing;

namespace Semblance.Server.Tests.Hosting;

/// <summary>Two nodes of the service over one PostgreSQL database.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _server = PostgresServer.Require();
    private string _database = "";
    private RunningService _a = null!, _b = null!;

    public async ValueTask InitializeAsync()
    {
        _database = _server.CreateDatabase();
        _a = await RunningService.StartNodeAsync(_database, _folder.File("master.key"));
        _b = await RunningService.StartNodeAsync(_database, _folder.File("master.key"));
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        _server.DropDatabase(_database);
        _folder.Dispose();
    }

    [Fact]
    public async Task Person_EnrolledOnOneNode_IsKnownToTheOtherUntilTheyAreRemoved()
    {
        string photo = Faces.Lfw("Abdullah_Gul", 14);
        string id = (await _a.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetString()!;
        Assert.Equal("Match", await AskAsync(_b, "/v1/identify", Faces.Form(photo)));
        Assert.Equal("Match", await AskAsync(_b, "/v1/verify", Faces.Form(photo, ("person", "anna"))));
        // The key of the one is a key of the other.
        var ofA = await _b.SendAsync(null, HttpMethod.Get, $"/v1/people/{id}", null, ("Authorization", $"Bearer {_a.AdminKey}"));
        Assert.Equal(HttpStatusCode.OK, ofA.StatusCode);
        Assert.Equal(await _a.Store.Secrets.GetAsync("token-signing-key", () => []), await _b.Store.Secrets.GetAsync("token-signing-key", () => []));

        Assert.True((await _a.SendAsync("admin", HttpMethod.Delete, $"/v1/people/{id}")).IsSuccessStatusCode);

        Assert.NotEqual("Match", await AskAsync(_b, "/v1/identify", Faces.Form(photo)));
        Assert.NotEqual("Match", await AskAsync(_b, "/v1/verify", Faces.Form(photo, ("person", "anna"))));
        Assert.True((await _b.Store.Audit.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task FailedAttempts_OnBothNodes_AreCountedTogether()
    {
        await _a.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string stranger = Faces.Lfw("Ahmed_Ghazi", 1);
        for (int attempt = 0; attempt < 5; attempt++)
            Assert.Equal("NoMatch", await AskAsync(attempt % 2 == 0 ? _a : _b, "/v1/verify", Faces.Form(stranger, ("person", "anna"))));

        foreach (var node in (RunningService[])[_a, _b])
            await Answers.ProblemAsync(await node.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(stranger, ("person", "anna"))), 429, "lockedOut");
    }

    [Fact]
    public async Task Node_WithoutItsDatabase_SaysNothingAndGoesOnByItselfAfterwards()
    {
        await _a.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string photo = Faces.Lfw("Abdullah_Gul", 14);
        Assert.Equal("Match", await AskAsync(_b, "/v1/identify", Faces.Form(photo)));

        _server.Kill();
        try
        {
            // Its key cannot be looked up, and its index might still hold somebody who was removed.
            await Answers.ProblemAsync(await _b.SendAsync("verify", HttpMethod.Post, "/v1/identify", Faces.Form(photo)), 503, "storeUnavailable");
            await Answers.ProblemAsync(await _b.GetAsync(null, "/health/ready"), 503, "storeUnavailable");
        }
        finally
        {
            _server.Restart();
        }

        Assert.Equal("Match", await AskAsync(_b, "/v1/identify", Faces.Form(photo)));
        Assert.Equal(HttpStatusCode.OK, (await _b.GetAsync(null, "/health/ready")).StatusCode);
    }

    private static async Task<string> AskAsync(RunningService node, string path, HttpContent form)
    {
        JsonElement answer = await Answers.JsonAsync(await node.SendAsync("verify", HttpMethod.Post, path, form));
        return answer.GetProperty("outcome").GetString()!;
    }
}
