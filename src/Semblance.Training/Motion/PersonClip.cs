using OpenCvSharp;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Training.Data;

namespace Semblance.Training.Motion;

/// <summary>A filmed person: the frames of a clip in memory, their times and the face in each.</summary>
internal sealed class PersonClip
{
    private PersonClip(string name, IReadOnlyList<Photo> photos, IReadOnlyList<TimeSpan> times, IReadOnlyList<Face?> faces) => (Name, Photos, Times, Faces) = (name, photos, times, faces);

    /// <summary>The file's name without its extension.</summary>
    public string Name { get; }

    /// <summary>The frames.</summary>
    public IReadOnlyList<Photo> Photos { get; }

    /// <summary>When each was taken.</summary>
    public IReadOnlyList<TimeSpan> Times { get; }

    /// <summary>The largest face of each; null where there is none.</summary>
    public IReadOnlyList<Face?> Faces { get; }

    /// <summary>How long the clip lasts.</summary>
    public TimeSpan Length => Times[^1] + (Times[^1] - Times[0]) / Math.Max(1, Times.Count - 1);

    /// <summary>Reads a clip and finds its faces.</summary>
    /// <exception cref="DataException">No face is found in half of the frames.</exception>
    /// <exception cref="FrameSourceException">The clip cannot be read.</exception>
    public static PersonClip Read(string path, IFaceDetector detector)
    {
        using var file = new VideoFileSource(path);
        var frames = new List<Frame>();
        while (file.Read() is { } frame)
            frames.Add(frame);
        var faces = frames.Select(frame => Largest(detector, frame.Photo)).ToList();
        if (2 * faces.Count(face => face is not null) < faces.Count)
            throw new DataException($"{path}: a face is found in {faces.Count(face => face is not null)} of {faces.Count} frames only.");
        return new PersonClip(Path.GetFileNameWithoutExtension(path), [.. frames.Select(frame => frame.Photo)], [.. frames.Select(frame => frame.Time)], faces);
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
