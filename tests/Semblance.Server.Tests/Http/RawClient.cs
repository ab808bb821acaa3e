using System.Net.Sockets;
using System.Text;

namespace Semblance.Server.Tests.Http;

/// <summary>A client that sends what it likes, byte by byte.</summary>
internal static class RawClient
{
    /// <summary>Connects and sends a text.</summary>
    public static async Task<TcpClient> ConnectAsync(Uri address, string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        }
        catch (IOException)
        {
            // Closed already: the tests look at that.
        }
        return client;
    }

    /// <summary>Everything that comes until the answer or the connection ends.</summary>
    public static async Task<string> ReadAsync(TcpClient client)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            // An answer that keeps the connection ends with its last chunk.
            while (await client.GetStream().ReadAsync(buffer, late.Token) is > 0 and var length)
            {
                bytes.AddRange(buffer[..length]);
                if (Encoding.ASCII.GetString([.. bytes]).EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                    break;
            }
        }
        catch (IOException)
        {
            // Reset by the service: what was read until then counts.
        }
        return Encoding.ASCII.GetString([.. bytes]);
    }

    /// <summary>Sends drop after drop until there is an answer or the connection ends; how long that took.</summary>
    public static async Task<TimeSpan> TrickleAsync(TcpClient client, byte[] drop, TimeSpan most)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (System.Diagnostics.Stopwatch.GetElapsedTime(start) < most)
        {
            await Task.Delay(200);
            try
            {
                await client.GetStream().WriteAsync(drop);
            }
            catch (IOException)
            {
                break;
            }
            if (client.Available > 0 || IsClosed(client))
                break;
        }
        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Whether the other side has hung up.</summary>
    public static bool IsClosed(TcpClient client)
    {
        try
        {
            return client.Client.Poll(0, SelectMode.SelectRead) && client.Client.Available == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
