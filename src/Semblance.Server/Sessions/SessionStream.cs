using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Semblance.Server.Engine;

namespace Semblance.Server.Sessions;

/// <summary>
/// The socket of one session: one task receives, one looks at frames and answers. Between them waits at most one frame, the newest, so memory stays bounded whatever
/// the client sends. What breaks a rule ends the session with a code and a reason, and without a result.
/// </summary>
internal sealed class SessionStream(WebSocket socket, Session session, ISessionRun run, Recognizer recognizer, SessionLimits limits, TimeProvider time) : IDisposable
{
    private readonly ConcurrentQueue<Command> _commands = new();
    private readonly SemaphoreSlim _something = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stalled = new();
    private readonly Lock _failing = new();
    private readonly long _began = time.GetTimestamp();
    private FrameMessage? _newest;
    private CloseReason? _reason;
    private (int Width, int Height) _size;
    private TimeSpan _waited;
    private int _dropped;
    private bool _disposed;

    /// <summary>Serves the socket to its end.</summary>
    /// <param name="stopping">The service stops.</param>
    /// <returns>The result as it was said, or null where the session failed; and why it failed.</returns>
    public async Task<(object? Result, CloseReason? Failure)> RunAsync(CancellationToken stopping)
    {
        using var stop = stopping.Register(() => Fail(CloseReason.Stopping));
        session.WhenAbandoned(() => Fail(CloseReason.Expired));
        using var expiry = new CancellationTokenSource(session.Purpose == SessionPurpose.Enroll ? limits.Enrolment : limits.Question, time);
        using var expired = expiry.Token.Register(() => Fail(CloseReason.Expired));
        using var stall = _stalled.Token.Register(() => Fail(CloseReason.Stalled));
        await SendAsync(Answers.Ready(session));
        _stalled.CancelAfter(limits.Stall);

        var receiving = ReceiveAsync();
        object? result = null;
        try
        {
            result = await WorkAsync();
        }
        finally
        {
            await EndAsync(receiving, result is null ? _reason ?? CloseReason.Unexpected : null);
        }
        if (result is null && _reason is not CloseReason.Stopping)
        {
            run.BreakOff();
            await run.EndAsync(WasStarved, CancellationToken.None);
        }
        return (result, result is null ? _reason : null);
    }

    public void Dispose()
    {
        lock (_failing)
            _disposed = true;
        _something.Dispose();
        _ended.Dispose();
        _stalled.Dispose();
    }

    // For most of the time frames waited for somebody to look at them, and it was not the client that ended it.
    private bool WasStarved => _reason is (null or CloseReason.Expired) && _waited > time.GetElapsedTime(_began) / 2;

    private async Task<object?> WorkAsync()
    {
        while (true)
        {
            try
            {
                await _something.WaitAsync(_ended.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            var frame = _commands.IsEmpty ? Interlocked.Exchange(ref _newest, null) : null;
            var answer = frame is null ? Obey() : await LookAsync(frame);
            if (_ended.IsCancellationRequested)
                return null;
            if (answer is null)
                continue;
            // What ends the session is recorded before anything of it is said.
            var end = answer.IsEnd ? await ConcludeAsync() : null;
            await SendAsync(Answers.Frame(frame?.Sequence, _size, end is null or { Outcome: nameof(Outcome.Match) } ? answer : answer.WithoutMatch(), _dropped));
            if (end is null)
                continue;
            object result = Answers.Result(end, session, recognizer.Pack.Id);
            await SendAsync(result);
            return result;
        }
    }

    private async Task<SessionResult> ConcludeAsync()
    {
        var end = await run.EndAsync(WasStarved, CancellationToken.None);
        return end with { Seconds = Math.Round(time.GetElapsedTime(_began).TotalSeconds, 2) };
    }

    private async Task<FrameAnswer?> LookAsync(FrameMessage frame)
    {
        try
        {
            long asked = time.GetTimestamp();
            return await recognizer.Workers.RunWhenFreeAsync(
                () =>
                {
                    _waited += time.GetElapsedTime(asked);
                    var photo = PhotoReader.Decode(frame.Jpeg.Span, "the frame", limits.FramePixels);
                    _size = (photo.Width, photo.Height);
                    return run.Look(photo, frame);
                },
                _ended.Token);
        }
        catch (PhotoException)
        {
            Fail(CloseReason.BadMessage);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The reason is set already.
        }
        return null;
    }

    private FrameAnswer? Obey()
    {
        if (!_commands.TryDequeue(out var command))
            return null;
        try
        {
            return run.Obey(command);
        }
        catch (InvalidOperationException)
        {
            Fail(CloseReason.BadMessage);
            return null;
        }
    }

    private async Task ReceiveAsync()
    {
        var rules = new FrameRules(limits, time);
        try
        {
            while (true)
            {
                var (type, message) = await SocketMessage.ReceiveAsync(socket, limits.FrameBytes + FrameMessage.HeaderBytes);
                if (type == WebSocketMessageType.Close)
                    break;
                if (_ended.IsCancellationRequested)
                    continue;
                if (type == WebSocketMessageType.Text)
                    Take(rules.Command(message));
                else
                    Take(rules.Frame(message));
                if (rules.Broken is { } reason)
                    Fail(reason);
            }
        }
        catch (WebSocketException)
        {
            // The client is gone, or the socket was given up.
        }
        Fail(CloseReason.Stalled);
    }

    private void Take(Command? command)
    {
        if (command is null)
            return;
        _commands.Enqueue(command);
        _something.Release();
    }

    private void Take(FrameMessage? frame)
    {
        if (frame is null)
            return;
        _stalled.CancelAfter(limits.Stall);
        if (Interlocked.Exchange(ref _newest, frame) is null)
            _something.Release();
        else
            Interlocked.Increment(ref _dropped);
    }

    private void Fail(CloseReason reason)
    {
        lock (_failing)
            _reason ??= reason;
        EndNow();
    }

    // Those who come too late to say why find everything ended.
    private void EndNow()
    {
        lock (_failing)
        {
            if (!_disposed)
                _ended.Cancel();
        }
    }

    private async Task SendAsync(object message)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        // A client that takes nothing any more does not hold the session.
        using var late = new CancellationTokenSource(limits.Courtesy, time);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, Answers.Json), WebSocketMessageType.Text, endOfMessage: true, late.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            Fail(CloseReason.Stalled);
        }
    }

    // The other side may take a moment to close as well; what it sends meanwhile is not looked at.
    private async Task EndAsync(Task receiving, CloseReason? reason)
    {
        EndNow();
        await SocketMessage.SayEndAsync(socket, reason, limits.Courtesy);
        if (await Task.WhenAny(receiving, Task.Delay(limits.Courtesy, time)) != receiving)
            socket.Abort();
        await receiving;
    }
}
