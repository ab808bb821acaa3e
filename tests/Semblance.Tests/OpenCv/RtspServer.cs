using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Semblance.Tests.OpenCv;

/// <summary>
/// The least RTSP server (RFC 2326) that a player can read: one JPEG track (RFC 2435) of a test pattern, 10 frames a second in real
/// time, interleaved over TCP. ffmpeg makes the RTP packets and sends them to a UDP port here; they are passed on. Then it hangs up.
/// </summary>
internal sealed class RtspServer : IDisposable
{
    private const string Description = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=test\r\nt=0 0\r\nm=video 0 RTP/AVP 26\r\na=control:track1\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly double _seconds;
    private readonly Task _serving;

    public RtspServer(double seconds)
    {
        _seconds = seconds;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url(string userInfo = "") => $"rtsp://{userInfo}127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/live";

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
        _serving.Wait();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            while (await reader.ReadLineAsync(_closing.Token) is { Length: > 0 } request)
            {
                string sequence = "";
                while (await reader.ReadLineAsync(_closing.Token) is { Length: > 0 } header)
                    sequence = header.StartsWith("CSeq:", StringComparison.OrdinalIgnoreCase) ? header : sequence;
                string more = request.Split(' ')[0] switch
                {
                    "OPTIONS" => "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n",
                    "DESCRIBE" => $"Content-Type: application/sdp\r\nContent-Length: {Description.Length}\r\n\r\n{Description}",
                    "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n",
                    _ => "Session: 1\r\n\r\n",
                };
                await client.Client.SendAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\n{sequence}\r\n{more}"), _closing.Token);
                if (request.StartsWith("PLAY", StringComparison.Ordinal))
                {
                    await PlayAsync(client.Client);
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The player has hung up, or the test is over.
        }
    }

    private async Task PlayAsync(Socket client)
    {
        using var packets = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)packets.Client.LocalEndPoint!).Port;
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc=size=160x120:rate=10:duration={_seconds}"),
            "-c:v", "mjpeg", "-huffman", "default", "-force_duplicated_matrix", "1", "-pix_fmt", "yuvj420p", "-f", "rtp", $"rtp://127.0.0.1:{port}?rtcpport={port + 1}",
        ]) { RedirectStandardOutput = true })!;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        _ = ffmpeg.WaitForExitAsync(_closing.Token).ContinueWith(_ => ended.CancelAfter(300), TaskScheduler.Default);
        try
        {
            while (true)
            {
                byte[] packet = (await packets.ReceiveAsync(ended.Token)).Buffer;
                await client.SendAsync((byte[])[(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet], ended.Token);
            }
        }
        finally
        {
            if (!ffmpeg.HasExited)
                ffmpeg.Kill();
        }
    }
}
