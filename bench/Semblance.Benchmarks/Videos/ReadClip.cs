using Semblance.OpenCv;
using Semblance.Recognition;

namespace Semblance.Benchmarks.Videos;

/// <summary>A frame of a clip as the pipeline read it.</summary>
internal readonly record struct ReadFrame(int Index, TimeSpan Time, FaceReading Reading);

/// <summary>One person's clip, read once, so that every rule decides on the same readings.</summary>
internal sealed class ReadClip
{
    private ReadClip(string name, IReadOnlyList<ReadFrame> frames) => (Name, Frames) = (name, frames);

    /// <summary>The file's name without its ending.</summary>
    public string Name { get; }

    public IReadOnlyList<ReadFrame> Frames { get; }

    public IReadOnlyList<ReadFrame> FirstHalf => [.. Frames.Take(Frames.Count / 2)];

    public IReadOnlyList<ReadFrame> SecondHalf => [.. Frames.Skip(Frames.Count / 2)];

    public static ReadClip Read(string file, FacePipeline pipeline)
    {
        var frames = new List<ReadFrame>();
        using var source = new VideoFileSource(file);
        while (source.Read() is { } frame)
            frames.Add(new ReadFrame(frame.Index, frame.Time, pipeline.ReadMain(frame.Photo)));
        return new ReadClip(Path.GetFileNameWithoutExtension(file), frames);
    }

    /// <summary>Enrols the person from the first half of the clip as <c>semblance enroll</c> does; null where no frame is good enough.</summary>
    public Template? Enrol(FaceVerifier verifier, ModelPack pack, int faces)
    {
        var selection = new EnrolmentSelection(verifier.Comparator, verifier.Threshold);
        foreach (var frame in FirstHalf)
        {
            if (frame.Reading is FaceReading.Usable usable && pack.Quality.Enrolment.Refuse(usable.Quality).Count == 0)
                selection.Add(new EnrolmentCandidate(Name, frame.Index, frame.Time.TotalSeconds, usable.Quality, usable.Embedding));
        }
        var taken = selection.Choose(faces).Taken;
        return taken.Count == 0 ? null : new Template(
            Name, pack.Id, [.. taken.Select(face => face.Embedding)], [.. taken.Select(face => face.Quality)], DateTimeOffset.UtcNow);
    }
}
