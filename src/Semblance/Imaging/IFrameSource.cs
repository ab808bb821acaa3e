namespace Semblance;

/// <summary>
/// Frames one after another: a photo, a folder, a video file, a camera or a network stream. Read by one thread; dispose when done.
/// </summary>
public interface IFrameSource : IDisposable
{
    /// <summary>The source as the user named it.</summary>
    string Name { get; }

    /// <summary>How many frames there are, where the source knows beforehand; otherwise null.</summary>
    int? Count { get; }

    /// <summary>True for cameras and network streams, where time goes on while a frame is being worked on.</summary>
    bool IsLive { get; }

    /// <summary>Reads the next frame; null at the proper end of the source.</summary>
    /// <exception cref="FrameSourceException">The source broke off: a cut cable, a lost connection, a damaged file.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Frame? Read(CancellationToken cancellation = default);
}
