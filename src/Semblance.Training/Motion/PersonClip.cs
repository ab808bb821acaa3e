using Semblance.OpenCv;

namespace Semblance.Training.Motion;

/// <summary>A filmed person: the frames of a clip in memory and their times. A face is looked for when it is first asked for. Used by one thread.</summary>
internal sealed class PersonClip
{
    private readonly IFaceDetector _detector;
    private readonly Dictionary<int, Face?> _faces = [];

    private PersonClip(string name, IReadOnlyList<Photo> photos, IReadOnlyList<TimeSpan> times, IFaceDetector detector) => (Name, Photos, Times, _detector) = (name, photos, times, detector);

    /// <summary>The file's name without its extension.</summary>
    public string Name { get; }

    /// <summary>The frames.</summary>
    public IReadOnlyList<Photo> Photos { get; }

    /// <summary>When each was taken.</summary>
    public IReadOnlyList<TimeSpan> Times { get; }

    /// <summary>How long the clip lasts.</summary>
    public TimeSpan Length => Times[^1] + (Times[^1] - Times[0]) / Math.Max(1, Times.Count - 1);

    /// <summary>Reads a clip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="detector">Finds its faces; used as long as the clip.</param>
    /// <exception cref="FrameSourceException">The clip cannot be read.</exception>
    public static PersonClip Read(string path, IFaceDetector detector)
    {
        using var file = new VideoFileSource(path);
        var frames = new List<Frame>();
        while (file.Read() is { } frame)
            frames.Add(frame);
        return new PersonClip(Path.GetFileNameWithoutExtension(path), [.. frames.Select(frame => frame.Photo)], [.. frames.Select(frame => frame.Time)], detector);
    }

    /// <summary>The largest face with landmarks in a frame; null where there is none.</summary>
    public Face? Face(int frame)
    {
        if (!_faces.TryGetValue(frame, out var face))
            _faces[frame] = face = Largest(_detector, Photos[frame]);
        return face;
    }

    /// <summary>The index of the frame that is shown at a time; the clip plays to and fro, so that it has no cut.</summary>
    public int At(TimeSpan time)
    {
        double round = time / Length % 2;
        return Math.Clamp((int)((round < 1 ? round : 2 - round) * Photos.Count), 0, Photos.Count - 1);
    }

    /// <summary>The largest face with landmarks in a photo; null where there is none.</summary>
    public static Face? Largest(IFaceDetector detector, Photo photo) => detector.Detect(photo).Where(face => face.Landmarks is not null).MaxBy(face => face.Box.Area);
}
