using Semblance.OpenCv;
using Semblance.Recognition;
using Semblance.Training.Data;

namespace Semblance.Training.Liveness;

/// <summary>A frame with what was read of it.</summary>
internal sealed record ReadFrame(Photo Photo, TimeSpan Time, FaceReading Reading);

/// <summary>A filmed clip of one person, live or replayed.</summary>
/// <param name="File">The video.</param>
/// <param name="Subject">Whom it shows: clips of one person share it.</param>
/// <param name="Attack">The kind of attack; null: live.</param>
internal sealed record LivenessClip(string File, string Subject, string? Attack)
{
    private const string Preview = "headpose-";

    /// <summary>The clip's name without folder and ending.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>Whether the clips of a subject are previews of a few colours each, made from a film.</summary>
    public static bool HasFewColours(string subject) => subject.StartsWith(Preview, StringComparison.Ordinal);

    /// <summary>The clips of a data folder: <c>videos/person-*.mp4</c>, <c>headpose-*.mp4</c> and <c>turning-live.mp4</c> live, <c>turning-screen-replay.mp4</c> an attack.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static IReadOnlyList<LivenessClip> All(string data)
    {
        string folder = Path.Combine(data, "videos");
        var clips = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.mp4").Order(StringComparer.Ordinal).Select(Of).OfType<LivenessClip>().ToList() : [];
        return clips.Count > 0 ? clips : throw new DataException($"{folder} holds no clips (person-*.mp4, headpose-*.mp4, turning-*.mp4).");
    }

    /// <summary>Its frames, read one by one.</summary>
    /// <param name="pipeline">Reads them.</param>
    /// <param name="every">Every so many-th is read.</param>
    public IEnumerable<ReadFrame> Read(FacePipeline pipeline, int every = 1)
    {
        using var source = new VideoFileSource(File);
        for (int i = 0; source.Read() is { } frame; i++)
        {
            if (i % every != 0)
                continue;
            yield return new ReadFrame(frame.Photo, frame.Time, pipeline.ReadMain(frame.Photo));
        }
    }

    private static LivenessClip? Of(string file) => Path.GetFileNameWithoutExtension(file) switch
    {
        "turning-live" => new(file, "turning", null),
        "turning-screen-replay" => new(file, "turning", "screen replay"),
        var name when name.StartsWith("person-", StringComparison.Ordinal) || name.StartsWith(Preview, StringComparison.Ordinal) => new(file, name, null),
        _ => null,
    };
}
