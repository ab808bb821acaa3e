using Semblance.OpenCv;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Sessions;

/// <summary>Frames of the filmed people as the built-in pack reads them, every second one of the first six seconds; read once for all tests.</summary>
public sealed class ClipFixture : IDisposable
{
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, IReadOnlyList<ClipFrame>> _clips = [];
    private readonly Lazy<FaceEngine> _engine = new(() =>
    {
        var engine = ModelPack.Builtin().Start();
        engine.UseLiveness(() => new LucasKanadeTracker());
        return engine;
    });

    /// <summary>Those who are filmed talking.</summary>
    public static IReadOnlyList<string> People { get; } = [.. "abcdefg".Select(letter => $"person-{letter}")];

    /// <summary>Everybody who is filmed live.</summary>
    public static IReadOnlyList<string> Live { get; } = [.. People, "headpose-a", "headpose-b", "turning-live"];

    public FaceEngine Engine => _engine.Value;

    /// <summary>The readings of a clip.</summary>
    internal IReadOnlyList<ClipFrame> Read(string name)
    {
        if (_clips.TryGetValue(name, out var known))
            return known;
        var pipeline = Engine.CreatePipeline(Engine.Pack.Quality.Verification);
        return _clips[name] = [.. Frames(name).Where(frame => frame.Index % 2 == 0).Select(frame => new ClipFrame(frame.Time, pipeline.ReadMain(frame.Photo)))];
    }

    /// <summary>The pictures of a clip.</summary>
    public static IEnumerable<Frame> Frames(string name)
    {
        using var source = new VideoFileSource(TestData.Require($"videos/{name}.mp4"));
        while (source.Read() is { } frame && frame.Time < s_length)
            yield return frame;
    }

    /// <summary>A person enrolled from the first half of their clip.</summary>
    internal Template Enrol(string name)
    {
        var frames = Read(name);
        var selection = new EnrolmentSelection(Engine.Pack.Comparator, Engine.Pack.ThresholdFor());
        foreach (var frame in frames.Take(frames.Count / 2))
        {
            if (frame.Reading is FaceReading.Usable usable)
                selection.Add(new EnrolmentCandidate(name, 0, frame.Time.TotalSeconds, usable.Quality, usable.Embedding));
        }
        var taken = selection.Choose(5).Taken;
        return new Template(name, Engine.Pack.Id, [.. taken.Select(face => face.Embedding)], [.. taken.Select(face => face.Quality)], DateTimeOffset.UnixEpoch);
    }

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
    }
}

/// <summary>A frame of a clip.</summary>
internal sealed record ClipFrame(TimeSpan Time, FaceReading Reading);
