namespace Semblance.Server.Sessions;

/// <summary>What a client may send: each message is read, and the first that breaks a rule says which. Used by one thread.</summary>
internal sealed class FrameRules(SessionLimits limits, TimeProvider time)
{
    private readonly Queue<long> _lastSecond = new();
    private readonly ClientClock _clock = new(limits, time);
    private TimeSpan _captured = TimeSpan.MinValue;
    private long _sequence = -1;
    private int _frames, _commands;

    /// <summary>The rule that was broken; null while none was.</summary>
    public CloseReason? Broken { get; private set; }

    /// <summary>Reads a frame; null where a rule is broken.</summary>
    /// <param name="message">The message; null where it was larger than allowed.</param>
    public FrameMessage? Frame(byte[]? message)
    {
        if (message is null)
            return Break<FrameMessage>(CloseReason.FrameTooLarge);
        if (FrameMessage.Parse(message) is not { } frame)
            return Break<FrameMessage>(CloseReason.BadMessage);
        if (frame.Sequence <= _sequence || frame.Captured < _captured)
            return Break<FrameMessage>(CloseReason.OutOfOrder);
        if (!_clock.Allows(frame.Captured))
            return Break<FrameMessage>(CloseReason.BadMessage);
        (_sequence, _captured) = (frame.Sequence, frame.Captured);
        long now = time.GetTimestamp();
        _lastSecond.Enqueue(now);
        while (time.GetElapsedTime(_lastSecond.Peek(), now) > TimeSpan.FromSeconds(1))
            _lastSecond.Dequeue();
        return ++_frames > limits.Frames || _lastSecond.Count > limits.FramesPerSecond ? Break<FrameMessage>(CloseReason.TooManyFrames) : frame;
    }

    /// <summary>Reads a command; null where a rule is broken.</summary>
    /// <param name="message">The message; null where it was larger than allowed.</param>
    public Command? Command(byte[]? message)
    {
        if (message is null || ++_commands > limits.Commands || Sessions.Command.Parse(message) is not { Type: not "start" } command)
            return Break<Command>(CloseReason.BadMessage);
        return command.Painted is { } painted && !_clock.Allows(painted) ? Break<Command>(CloseReason.BadMessage) : command;
    }

    private T? Break<T>(CloseReason reason) where T : class
    {
        Broken ??= reason;
        return null;
    }
}
