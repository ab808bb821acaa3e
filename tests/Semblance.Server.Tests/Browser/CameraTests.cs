using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>What the page says where there is no picture, and how it deals with a slow line.</summary>
[Collection(Browsers.Name)]
public sealed class CameraTests(Browsers browsers, RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("NotAllowedError", "The camera is not allowed", "allow the camera for this page")]
    [InlineData("NotFoundError", "No camera was found", "Connect a camera")]
    [InlineData("NotReadableError", "The camera is in use", "Another program")]
    public async Task Camera_DoesNotOpen_SaysWhyAndWhatHelps(string error, string title, string remedy)
    {
        string script = $"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'));";
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service, script: script);
        await StartAsync(open);
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(title);
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(remedy);
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Camera_InsecureAddress_SaysHttps()
    {
        await using var open = await OpenPage.AtAsync(
            await browsers.BeforeAsync("person-a"), service, script: "Object.defineProperty(window, 'isSecureContext', { get: () => false });");
        await StartAsync(open);
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("--https");
    }

    [Fact]
    public async Task Camera_UnpluggedMeanwhile_EndsTheSession()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), service);
        await StartAsync(open);
        await open.Page.Locator(".stage.is-on").WaitForAsync();
        await open.Page.EvaluateAsync("document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The camera stopped");
        await Assertions.Expect(open.Page.Locator(".stage.is-on")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Cancel_SwitchesTheCameraOff()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), service);
        await StartAsync(open);
        await open.Page.Locator(".stage.is-on").WaitForAsync();
        await open.Page.EvaluateAsync("window.track = document.querySelector('video').srcObject.getVideoTracks()[0]");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal("ended", await open.Page.EvaluateAsync<string>("window.track.readyState"));
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Frames_UnansweredByTheService_StopAtTwo()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), service);
        int frames = 0;
        // The line to the real service, on which its answers about frames get lost.
        await open.Page.RouteWebSocketAsync(url => url.EndsWith("/stream", StringComparison.Ordinal), socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(message =>
            {
                if (message.Binary is { } frame)
                {
                    Interlocked.Increment(ref frames);
                    server.Send(frame);
                }
                else
                {
                    server.Send(message.Text!);
                }
            });
            server.OnMessage(message =>
            {
                if (message.Text?.Contains("\"frame\"", StringComparison.Ordinal) != true)
                    socket.Send(message.Text!);
            });
        });
        await StartAsync(open);
        for (int waited = 0; waited < 60 && Volatile.Read(ref frames) < 2; waited++)
            await open.Page.WaitForTimeoutAsync(500);
        await open.Page.WaitForTimeoutAsync(2000);
        Assert.Equal(2, Volatile.Read(ref frames));
    }

    private async Task StartAsync(OpenPage open)
    {
        await open.OpenWithAsync(service.KeyOf("verify")!);
        // A claim is followed for seconds, whoever is enrolled.
        await open.Page.GetByLabel("Your name").FillAsync("somebody");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
