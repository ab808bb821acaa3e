using System.Text.Json;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>What a page sent, heard and showed during a session, kept by a script inside it. Times are the browser's, in milliseconds.</summary>
internal static class Watched
{
    /// <summary>The script; to be run before the page's own.</summary>
    public const string Script = """
        window.watched = { frames: [], said: [], heard: [], guides: [], colours: [] };
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (message) {
            if (typeof message === 'string')
                watched.said.push({ ...JSON.parse(message), sent: performance.now() });
            else
                watched.frames.push(performance.now());
            send.call(this, message);
        };
        const onmessage = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
        Object.defineProperty(WebSocket.prototype, 'onmessage', {
            set(handler) {
                onmessage.set.call(this, event => {
                    watched.heard.push({ ...JSON.parse(event.data), at: performance.now() });
                    handler(event);
                });
            },
        });
        const note = (list, value) => {
            if (value !== undefined && value !== list.at(-1)?.value)
                list.push({ value, at: performance.now() });
        };
        const look = () => {
            note(watched.guides, document.querySelector('.turn-ring.is-shown')?.dataset.direction);
            note(watched.colours, document.querySelector('dialog.flash')?.dataset.colour);
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        """;

    /// <summary>A list of it.</summary>
    public static async Task<IReadOnlyList<JsonElement>> WatchedAsync(this IPage page, string list) =>
        [.. JsonDocument.Parse(await page.EvaluateAsync<string>($"JSON.stringify(watched.{list})")).RootElement.EnumerateArray()];

    /// <summary>Waits until a script says true. From outside: the page's content policy forbids scripts made of text inside it.</summary>
    public static async Task UntilAsync(this IPage page, string condition)
    {
        for (int tries = 0; tries < 300; tries++)
        {
            if (await page.EvaluateAsync<bool>(condition))
                return;
            await page.WaitForTimeoutAsync(200);
        }
        Assert.Fail($"Not within a minute: {condition}");
    }

    /// <summary>The values of a list that was noted when it changed.</summary>
    public static async Task<IReadOnlyList<string>> NotedAsync(this IPage page, string list) =>
        [.. (await page.WatchedAsync(list)).Select(entry => entry.GetProperty("value").GetString()!)];
}
