using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Semblance.Server.Sessions;

/// <summary>Whole messages of a socket, and its end.</summary>
internal static class SocketMessage
{
    /// <summary>Receives one message.</summary>
    /// <returns>Its kind, and its bytes; null where they are more than allowed.</returns>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public static async Task<(WebSocketMessageType Type, byte[]? Message)> ReceiveAsync(WebSocket socket, int mostBytes, CancellationToken cancellation = default)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(mostBytes + 1);
        try
        {
            int length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length, mostBytes + 1 - length), cancellation);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                    return (WebSocketMessageType.Close, null);
                if (length > mostBytes)
                    return (part.MessageType, null);
                if (part.EndOfMessage)
                    return (part.MessageType, buffer[..length]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Says that a socket ends.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="reason">Why; null: all is said.</param>
    /// <param name="courtesy">How long the other side may take to hear it.</param>
    public static async Task SayEndAsync(WebSocket socket, CloseReason? reason, TimeSpan courtesy)
    {
        var status = reason is { } code ? (WebSocketCloseStatus)(int)code : WebSocketCloseStatus.NormalClosure;
        string text = reason is { } name ? JsonNamingPolicy.CamelCase.ConvertName(name.ToString()) : "done";
        using var late = new CancellationTokenSource(courtesy);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, text, late.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Gone already: nobody to say it to.
            socket.Abort();
        }
    }
}
