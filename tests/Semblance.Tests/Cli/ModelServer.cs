using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Semblance.Tests.Cli;

/// <summary>One GET as it arrived.</summary>
/// <param name="Number">0 for the first request of the server's life.</param>
/// <param name="Target">The request line's target: a path, or a whole address where the server is used as a proxy.</param>
/// <param name="From">The first byte of its Range, 0 without one.</param>
/// <param name="IfRange">Its If-Range, null without one.</param>
internal sealed record ModelRequest(int Number, string Target, int From, string? IfRange);

/// <summary>
/// A web server on this machine that serves files badly: an answer may end early, stand still, differ, or ignore the Range. Every
/// connection serves one request.
/// </summary>
internal sealed class ModelServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<ModelRequest, ModelAnswer> _answer;
    private readonly List<ModelRequest> _requests = [];
    private readonly Task _serving;

    public ModelServer(Func<ModelRequest, ModelAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<ModelRequest> Requests => _requests;

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
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                try
                {
                    await ServeAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The client hung up, as it may.
                }
            }
        }
        catch (Exception e) when (_closing.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over: the listener may be cancelled while it waits, stopped, or stopped before it begins to wait.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string target = (await reader.ReadLineAsync(_closing.Token))?.Split(' ')[1] ?? throw new IOException("no request");
        var (from, ifRange) = (0, (string?)null);
        while (await reader.ReadLineAsync(_closing.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            if (line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase))
                ifRange = line["If-Range: ".Length..];
        }
        var request = new ModelRequest(_requests.Count, target, from, ifRange);
        _requests.Add(request);
        var answer = _answer(request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Header), _closing.Token);
        await stream.WriteAsync(answer.Body, _closing.Token);
        if (answer.Stalls)
            await stream.ReadExactlyAsync(new byte[1], _closing.Token); // until the client gives up
    }
}

/// <summary>What the server sends: a header, and a body that may be shorter than the header says.</summary>
internal sealed record ModelAnswer(string Header, ReadOnlyMemory<byte> Body, bool Stalls = false)
{
    /// <summary>An honest answer, the rest of the file where a Range asks for it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="tag">The file's ETag, with its quotes.</param>
    public static ModelAnswer Of(byte[] file, ModelRequest request, string tag = "\"v1\"") =>
        request.From == 0 || request.IfRange is { } wanted && wanted != tag
            ? new ModelAnswer(Head("200 OK", file.Length, tag), file)
            : request.From >= file.Length
                ? Status("416 Range Not Satisfiable")
                : new ModelAnswer(Head("206 Partial Content", file.Length - request.From, tag, $"Content-Range: bytes {request.From}-{file.Length - 1}/{file.Length}\r\n"), file.AsMemory(request.From));

    public static ModelAnswer Status(string status) => new(Head(status, 0, null), ReadOnlyMemory<byte>.Empty);

    /// <summary>The answer breaks off after so many bytes of its body.</summary>
    public ModelAnswer CutAfter(int bytes) => this with { Body = Body[..Math.Min(bytes, Body.Length)] };

    /// <summary>The answer stands still after so many bytes of its body.</summary>
    public ModelAnswer StallAfter(int bytes) => CutAfter(bytes) with { Stalls = true };

    private static string Head(string status, int length, string? tag, string more = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n{(tag is null ? "" : $"ETag: {tag}\r\n")}{more}Connection: close\r\n\r\n";
}
