using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>What the page says where there is no picture, and how it deals with a slow line.</summary>
[Collection(Browsers.Name)]
public sealed class CameraTests(Browsers browsers, RunningService service) : IClassFixture<RunningService>
{
    // Counts the frames that the page sends, and keeps the service's answers about them from it.
    private const string AnswersGetLost = """
        window.framesSent = 0;
        const { send } = WebSocket.prototype;
        WebSocket.prototype.send = function (message) {
            if (typeof message !== 'string')
                window.framesSent += 1;
            send.call(this, message);
        };
        const onmessage = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
        Object.defineProperty(WebSocket.prototype, 'onmessage', {
            set(handler) { onmessage.set.call(this, event => event.data.includes('"frame"') || handler(event)); },
        });
        """;

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
    public async Task Cancel_WhileTheBrowserAsksForPermission_KeepsTheCameraOff()
    {
        const string Slowly = """
            const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            navigator.mediaDevices.getUserMedia = async wish => {
                await new Promise(resolve => setTimeout(resolve, 1500));
                return window.stream = await ask(wish);
            };
            """;
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), service, script: Slowly);
        await StartAsync(open);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await open.Page.WaitForTimeoutAsync(3000);
        Assert.Equal("ended", await open.Page.EvaluateAsync<string>("window.stream.getVideoTracks()[0].readyState"));
        await Assertions.Expect(open.Page.Locator(".stage.is-on")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Frames_UnansweredByTheService_StopAtTwo()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), service, script: AnswersGetLost);
        await StartAsync(open);
        await Assertions.Expect(open.Page.Locator(".advice")).ToHaveTextAsync("Look at the camera");
        await open.Page.WaitForTimeoutAsync(3000);
        Assert.Equal(2, await open.Page.EvaluateAsync<int>("window.framesSent"));
    }

    private async Task StartAsync(OpenPage open)
    {
        await open.OpenWithAsync(service.KeyOf("verify")!);
        // A claim is followed for seconds, whoever is enrolled.
        await open.Page.GetByLabel("Your name").FillAsync("somebody");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
