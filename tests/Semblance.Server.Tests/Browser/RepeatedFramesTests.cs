using System.Net;
using System.Security.Cryptography;
using Semblance.Liveness;
using Semblance.Server.Tests.Liveness;
using Semblance.Server.Tests.Sessions;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>A camera that gives the same pictures again: evidence of injected video, and by itself no reason to refuse anybody.</summary>
[Collection(Browsers.Name)]
public sealed class RepeatedFramesTests(Browsers browsers)
{
    private const string Man = "turning-live";

    [Fact]
    public async Task SignIn_CameraThatRepeatsItsPictures_IsNotRefusedForIt()
    {
        // What is asked for first comes last in the clip, so that it takes two rounds of it.
        await using var service = await RunningService.StartAsync(new KnownChallenges(HeadDirection.Right, HeadDirection.Left), ModelPack.Builtin, ("Liveness:Policy", "challenge"));
        string[] photos = [Convert.ToBase64String(Clips.Whole(Man)[3]), Convert.ToBase64String(Clips.Whole(Man)[15])];
        await Answers.JsonAsync(await service.PostAsync("admin", "/v1/people", new { name = "anna", consent = new { text = "I agree.", keepPhotos = false }, photos }), HttpStatusCode.Created);
        var browser = await browsers.BeforeAsync($"{Man}-whole", Cameras.Whole(TestData.Require($"videos/{Man}.mp4")));
        await using var open = await OpenPage.AtAsync(browser, service);
        await open.OpenWithAsync(service.AdminKey);
        var pictures = new List<string>();
        open.Page.WebSocket += (_, socket) => socket.FrameSent += (_, sent) =>
        {
            // After the sequence number and the time.
            if (sent.Binary is { } message)
                pictures.Add(Convert.ToHexString(SHA256.HashData(message.AsSpan(12))));
        };

        Assert.Equal("Match", await open.SignInAsync("anna"));

        Assert.True(pictures.Distinct().Count() < pictures.Count, $"None of {pictures.Count} pictures was repeated: nothing was tried.");
    }
}
