using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Semblance.Benchmarks.Output;

namespace Semblance.Benchmarks.Serve;

/// <summary>Callers of a running service: one photo a question, or a session of frames over a socket.</summary>
internal sealed class Clients(ServeProcess serve, IReadOnlyList<byte[]> frames, int framesPerSecond)
{
    /// <summary>The person whom they ask for.</summary>
    public const string Person = "bench";

    private const int HeaderLength = 12;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Enrols the person of the frames with the first frame that is good enough.</summary>
    public async Task EnrolAsync()
    {
        string last = "";
        foreach (byte[] frame in frames)
        {
            using var form = new MultipartFormDataContent { { new StringContent(Person), "name" }, { new StringContent("Benchmark."), "consent" }, { Jpeg(frame), "photo", "frame.jpg" } };
            using var response = await serve.Http.PostAsync("/v1/people", form);
            if (response.IsSuccessStatusCode)
                return;
            last = await response.Content.ReadAsStringAsync();
        }
        throw new BenchmarkException(ExitCode.BadInput, $"No frame is good enough to enrol: {last}");
    }

    /// <summary>Asks with one photo after another until the time is over.</summary>
    public async Task VerifyAsync(Tally tally, CancellationToken until)
    {
        for (int i = Random.Shared.Next(frames.Count); !until.IsCancellationRequested; i = (i + 1) % frames.Count)
        {
            using var form = new MultipartFormDataContent { { Jpeg(frames[i]), "photo", "frame.jpg" }, { new StringContent(Person), "person" } };
            long start = Stopwatch.GetTimestamp();
            using var response = await serve.Http.PostAsync("/v1/verify", form, CancellationToken.None);
            tally.Count(await AnswerAsync(response, "outcome"));
            if (response.IsSuccessStatusCode)
                tally.Time(Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Runs one session after another until the time is over. Timed are frames, from sending to the answer about them.</summary>
    public async Task SessionsAsync(Tally sessions, Tally answers, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            using var created = await serve.Http.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", person = Person }, CancellationToken.None);
            if (!created.IsSuccessStatusCode)
            {
                sessions.Count(await AnswerAsync(created, "code"));
                await Task.Delay(created.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), CancellationToken.None);
                continue;
            }
            var session = await created.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
            long start = Stopwatch.GetTimestamp();
            sessions.Count(await StreamAsync(session, answers));
            sessions.Time(Stopwatch.GetElapsedTime(start));
        }
    }

    private async Task<string> StreamAsync(JsonElement session, Tally answers)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("semblance.v1");
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        try
        {
            await socket.ConnectAsync(new Uri(serve.Sockets, session.GetProperty("socket").GetString()), late.Token);
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "start", token = session.GetProperty("token").GetString() }, s_json), WebSocketMessageType.Text, true, late.Token);
            var sent = new ConcurrentDictionary<uint, long>();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token);
            var sending = SendAsync(socket, sent, ended.Token);
            string outcome = await ReceiveAsync(socket, sent, answers, late.Token);
            await ended.CancelAsync();
            await sending;
            return outcome;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return socket.CloseStatus is { } status ? $"closed {(int)status} {socket.CloseStatusDescription}" : e.GetType().Name;
        }
    }

    private async Task SendAsync(ClientWebSocket socket, ConcurrentDictionary<uint, long> sent, CancellationToken ended)
    {
        long start = Stopwatch.GetTimestamp();
        int first = Random.Shared.Next(frames.Count);
        try
        {
            for (uint sequence = 1; socket.State == WebSocketState.Open; sequence++)
            {
                byte[] frame = frames[(int)((first + sequence) % frames.Count)];
                byte[] message = new byte[HeaderLength + frame.Length];
                BinaryPrimitives.WriteUInt32BigEndian(message, sequence);
                BinaryPrimitives.WriteDoubleBigEndian(message.AsSpan(4), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                frame.CopyTo(message, HeaderLength);
                sent[sequence] = Stopwatch.GetTimestamp();
                await socket.SendAsync(message, WebSocketMessageType.Binary, true, ended);
                await Task.Delay(1000 / framesPerSecond, ended);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The session has ended; how it ended is what the receiver saw.
        }
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket, ConcurrentDictionary<uint, long> sent, Tally answers, CancellationToken late)
    {
        string outcome = "none";
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, late);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                if (socket.CloseStatus != WebSocketCloseStatus.NormalClosure)
                    outcome = $"closed {(int?)socket.CloseStatus} {socket.CloseStatusDescription}";
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, late);
                return outcome;
            }
            message.Write(buffer, 0, received.Count);
            if (!received.EndOfMessage)
                continue;
            var answer = JsonDocument.Parse(message.ToArray()).RootElement;
            message.SetLength(0);
            switch (answer.GetProperty("type").GetString())
            {
                case "frame":
                    answers.Count("frame");
                    if (sent.TryRemove(answer.GetProperty("sequence").GetUInt32(), out long at))
                        answers.Time(Stopwatch.GetElapsedTime(at));
                    break;
                case "result":
                    outcome = answer.GetProperty("outcome").GetString()!;
                    break;
            }
        }
    }

    private static async Task<string> AnswerAsync(HttpResponseMessage response, string field)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode ? body.GetProperty(field).GetString()! : $"{(int)response.StatusCode} {body.GetProperty("code").GetString()}";
    }

    private static ByteArrayContent Jpeg(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
}
