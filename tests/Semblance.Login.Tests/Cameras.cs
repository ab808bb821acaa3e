using System.Diagnostics;
using Semblance.OpenCv;

namespace Semblance.Login.Tests;

/// <summary>What stands for the camera: a clip, or nobody at all.</summary>
internal static class Cameras
{
    public const string Nobody = "nobody", NobodyForever = "nobody-forever";

    /// <summary>Before a clip's name: only its first frames, which suffice for no answer.</summary>
    public const string Glance = "glance:";

    /// <summary>Before a clip's name: its first frames, and then the camera is gone.</summary>
    public const string Unplugged = "unplugged:";

    /// <summary>Opens the camera of a name: a clip's, or one of those above.</summary>
    public static IFrameSource Open(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (name.StartsWith(Glance))
            return new FirstFrames(new VideoFileSource(name[Glance.Length..]), isUnplugged: false);
        if (name.StartsWith(Unplugged))
            return new FirstFrames(new VideoFileSource(name[Unplugged.Length..]), isUnplugged: true);
        return name is Nobody or NobodyForever ? new EmptyRoom(name == NobodyForever) : new VideoFileSource(name);
    }

    private sealed class FirstFrames(VideoFileSource clip, bool isUnplugged) : IFrameSource
    {
        private int _frame;

        public string Name => clip.Name;

        public int? Count => null;

        public bool IsLive => true;

        public Frame? Read(CancellationToken cancellation = default) => _frame++ < 4 ? clip.Read(cancellation)
            : isUnplugged ? throw new FrameSourceException(Name, FrameSourceProblem.Interrupted, "it is gone") : null;

        public void Dispose() => clip.Dispose();
    }

    /// <summary>A camera before which nobody sits: three frames, or ten a second without an end.</summary>
    private sealed class EmptyRoom(bool isEndless) : IFrameSource
    {
        private static readonly Photo s_wall = Photo.FromGrey(320, 240, [.. Enumerable.Repeat((byte)90, 320 * 240)]);
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _frame;

        public string Name => "camera:0";

        public int? Count => null;

        public bool IsLive => true;

        public Frame? Read(CancellationToken cancellation = default)
        {
            if (isEndless)
                cancellation.WaitHandle.WaitOne(100);
            cancellation.ThrowIfCancellationRequested();
            return isEndless || _frame < 3 ? new Frame(_frame++, Stopwatch.GetElapsedTime(_start), s_wall, Name) : null;
        }

        public void Dispose()
        {
        }
    }
}
