using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Semblance.Tests.OpenCv;

/// <summary>A web server of one answer: it hands every connection to a script that writes what it likes and breaks off as it likes.</summary>
internal sealed class StreamServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<Socket, CancellationToken, Task> _answer;
    private readonly Task _accepting;

    public StreamServer(Func<Socket, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A camera of MJPEG that sends a picture twelve times to each of so many connections, breaks off, and then answers no more.</summary>
    public static StreamServer BreakingCamera(Photo photo, int connections)
    {
        byte[] jpeg = photo.EncodeJpeg();
        int served = 0;
        return new StreamServer(async (socket, cancellation) =>
        {
            if (Interlocked.Increment(ref served) > connections)
                return;
            await socket.SendAsync(Header("200 OK", "multipart/x-mixed-replace; boundary=frame"), cancellation);
            for (int i = 0; i < 12; i++)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"), cancellation);
                await socket.SendAsync(jpeg, cancellation);
                await socket.SendAsync("\r\n"u8.ToArray(), cancellation);
                await Task.Delay(30, cancellation);
            }
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url(string path, string userInfo = "") => $"http://{userInfo}127.0.0.1:{Port}/{path}";

    public static byte[] Header(string status, string type, long? length = null) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nConnection: close\r\n{(length is null ? "" : $"Content-Length: {length}\r\n")}\r\n");

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
        _accepting.Wait();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (!_closing.IsCancellationRequested)
                answers.Add(AnswerAsync(await _listener.AcceptSocketAsync(_closing.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var request = new byte[4096];
                await socket.ReceiveAsync(request, _closing.Token);
                await _answer(socket, _closing.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The reader has hung up, or the test is over.
            }
        }
    }
}
