using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Semblance.Server.Tests.Sessions;

/// <summary>How a session ended, as its client saw it.</summary>
/// <param name="Messages">Everything that was said, in order.</param>
/// <param name="Code">The close code; null where the connection broke.</param>
/// <param name="Reason">The close reason.</param>
internal sealed record SessionEnd(IReadOnlyList<JsonElement> Messages, int? Code, string? Reason)
{
    /// <summary>The result; the test fails where there is none.</summary>
    public JsonElement Result => Messages is [.., var last] && last.GetProperty("type").GetString() == "result"
        ? last
        : throw new Xunit.Sdk.XunitException($"The session closed with {Code} {Reason} and without a result. Last of {Messages.Count} messages: {(Messages is [.., var said] ? said : "none")}");

    public string Outcome => Result.GetProperty("outcome").GetString()!;
}

/// <summary>A client of face sessions that behaves as well or as badly as a test asks.</summary>
internal sealed class SessionClient : IDisposable
{
    // Milliseconds.
    private const double Haste = 700;

    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _messages = [];
    private Task<SessionEnd>? _reading;

    private SessionClient()
    {
    }

    /// <summary>Begins a session with a role's key.</summary>
    public static async Task<JsonElement> BeginAsync(RunningService service, string role, object request) =>
        await Answers.JsonAsync(await service.PostAsync(role, "/v1/sessions", request), HttpStatusCode.Created);

    /// <summary>Opens the socket of a session and says its token.</summary>
    public static async Task<SessionClient> OpenAsync(RunningService service, JsonElement session, string? token = null, string? origin = null)
    {
        var client = new SessionClient();
        client._socket.Options.AddSubProtocol("semblance.v1");
        if (origin is not null)
            client._socket.Options.SetRequestHeader("Origin", origin);
        await client._socket.ConnectAsync(new Uri(service.Address.ToString().Replace("http", "ws").TrimEnd('/') + session.GetProperty("socket").GetString()), CancellationToken.None);
        client._reading = client.ReadAsync();
        await client.SayAsync(new { type = "start", token = token ?? session.GetProperty("token").GetString() });
        return client;
    }

    /// <summary>Begins a session and sends frames at about their own pace until it ends.</summary>
    public static async Task<SessionEnd> RunAsync(RunningService service, string role, object request, IEnumerable<byte[]> frames, object? atTheEnd = null)
    {
        using var client = await OpenAsync(service, await BeginAsync(service, role, request));
        return await client.PlayAsync(frames, atTheEnd);
    }

    /// <summary>Sends frames at their own pace, each when the one before was answered, and then waits for the end.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="atTheEnd">What to say after the last.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="whenTold">Told every message about a frame before the next frame is sent, with the frame's time in milliseconds.</param>
    public async Task<SessionEnd> PlayAsync(IEnumerable<byte[]> frames, object? atTheEnd = null, Func<JsonElement, double, Task>? whenTold = null, double rate = 15)
    {
        uint sequence = 0;
        var clock = Stopwatch.StartNew();
        foreach (byte[] frame in frames)
        {
            if (_reading!.IsCompleted)
                break;
            double captured = sequence * (1000 / rate);
            // A camera gives no frame before its time; the service allows no more haste than this.
            if (captured - Haste - clock.ElapsedMilliseconds is > 0 and var early)
                await Task.Delay(TimeSpan.FromMilliseconds(early));
            int before = _messages.Count;
            await SendFrameAsync(sequence++, captured, frame);
            while (_messages.Count == before && !_reading.IsCompleted)
                await Task.Delay(2);
            if (whenTold is not null && _messages.Count > before && _messages[^1].Text("type") == "frame")
                await whenTold(_messages[^1], captured);
        }
        if (atTheEnd is not null && !_reading!.IsCompleted)
            await SayAsync(atTheEnd);
        return await EndAsync();
    }

    /// <summary>What the server said so far.</summary>
    public IReadOnlyList<JsonElement> Messages => _messages;

    public async Task SendFrameAsync(uint sequence, double milliseconds, byte[] jpeg)
    {
        byte[] message = new byte[12 + jpeg.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, sequence);
        BinaryPrimitives.WriteDoubleBigEndian(message.AsSpan(4), milliseconds);
        jpeg.CopyTo(message, 12);
        await SendAsync(message, WebSocketMessageType.Binary);
    }

    public Task SayAsync(object message) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text);

    public Task SayAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Waits for the server to end the session.</summary>
    public async Task<SessionEnd> EndAsync()
    {
        Assert.True(await Task.WhenAny(_reading!, Task.Delay(TimeSpan.FromSeconds(60))) == _reading, "the session did not end");
        return await _reading!;
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[] message, WebSocketMessageType type)
    {
        try
        {
            await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server has ended it; EndAsync says how.
        }
    }

    private async Task<SessionEnd> ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return new SessionEnd(_messages, (int?)_socket.CloseStatus, _socket.CloseStatusDescription);
                }
                _messages.Add(JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement);
            }
        }
        catch (WebSocketException)
        {
            return new SessionEnd(_messages, null, null);
        }
    }
}

/// <summary>Reading what was said.</summary>
internal static class Said
{
    /// <summary>A text of a message; null where it is not there or null.</summary>
    public static string? Text(this JsonElement message, string name) => message.TryGetProperty(name, out var text) ? text.GetString() : null;
}
