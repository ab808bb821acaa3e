namespace Semblance.Server.Sessions;

/// <summary>What a session may ask of the service.</summary>
internal sealed record SessionLimits
{
    /// <summary>Sessions of one key that wait or run at once.</summary>
    public int PerCaller { get; init; } = 50;

    /// <summary>Sessions of one link for one thing that wait or run at once: a page that is loaded again has one that still waits.</summary>
    public int PerLink { get; init; } = 2;

    /// <summary>Sessions that run at once, whoever began them; more would make all of them too slow.</summary>
    public int Running { get; init; } = 64;

    /// <summary>How long a token opens its socket.</summary>
    public TimeSpan Token { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the frames of a question may take.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the frames of an enrolment may take.</summary>
    public TimeSpan Enrolment { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long no frame may come.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take to say who it is, and to close.</summary>
    public TimeSpan Courtesy { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a session is remembered after its end.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How far a client's clock may run ahead of the service's since its first frame.</summary>
    public TimeSpan ClockAhead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How far it may fall behind, or a connection hold messages up.</summary>
    public TimeSpan ClockBehind { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Frames of one session.</summary>
    public int Frames { get; init; } = 3_000;

    /// <summary>Frames within one second.</summary>
    public int FramesPerSecond { get; init; } = 60;

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes { get; init; } = 512 << 10;

    /// <summary>Pixels of a frame.</summary>
    public int FramePixels { get; init; } = 2_000_000;

    /// <summary>Messages that are no frames.</summary>
    public int Commands { get; init; } = 200;
}
