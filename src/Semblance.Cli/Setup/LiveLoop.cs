using Semblance.Cli.Output;

namespace Semblance.Cli.Setup;

/// <summary>Gives a session the frames of a source until its answer stands, and tells the person before the camera what to do.</summary>
internal static class LiveLoop
{
    /// <summary>How long a session goes on: a camera by the session's own limits, a clip as long as it lasts where somebody has said how long that is.</summary>
    public static FaceSessionOptions OptionsFor(FrameFeed feed, bool isTimed) => (isTimed ? FaceSessionOptions.Unhurried
        : feed.IsLive ? new FaceSessionOptions()
        : new FaceSessionOptions { NoFace = TimeSpan.MaxValue, Longest = TimeSpan.MaxValue }) with { Rotate = feed.Rotation is null ? null : 0 };

    /// <summary>Runs it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="feed">The frames.</param>
    /// <param name="prompt">Shows what the person should do; null: nobody is there to do it.</param>
    /// <param name="title">What is shown as being done.</param>
    /// <param name="cancellation">Gives up.</param>
    public static SessionAnswer Run(FaceSession session, FrameFeed feed, LivePrompt? prompt, string title, CancellationToken cancellation) => ProgressDisplay.Run(title, feed.Total, report =>
    {
        foreach (var frame in feed.Read((_, _) => { }, cancellation))
        {
            bool isOver = session.Add(frame).IsFinal;
            report(feed.Count, null);
            if (isOver || prompt?.Show(frame, session) == false)
                break;
        }
        return session.Conclude();
    });
}
