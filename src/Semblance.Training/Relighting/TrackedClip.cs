using Semblance.Detection;
using Semblance.Imaging;
using Semblance.OpenCv;

namespace Semblance.Training.Relighting;

/// <summary>A frame with its one face.</summary>
/// <param name="Photo">The pixels.</param>
/// <param name="Face">As the detector found it.</param>
/// <param name="Smooth">Its landmarks averaged over neighbouring frames: where the head is taken to be.</param>
internal sealed record TrackedFrame(Photo Photo, Face Face, Landmarks Smooth);

/// <summary>The longest stretch of a clip in which one person looks towards the camera.</summary>
/// <param name="Name">The file's name without its ending; also whom it shows.</param>
/// <param name="Frames">One after another.</param>
/// <param name="Between">From frame to frame.</param>
internal sealed record TrackedClip(string Name, IReadOnlyList<TrackedFrame> Frames, TimeSpan Between)
{
    private const double MostTurned = 25;
    private const int LeastFrames = 6;

    // Pixels between the eyes and along the longer side: about what a webcam of 360 x 270 shows at arm's length. Larger faces and pictures are reduced, to save time; fewer pixels make more noise.
    private const double MostEyes = 36, MostSide = 360;

    // Gaussian weights with a deviation of two frames.
    private static readonly float[] s_weights = [.. Enumerable.Range(-4, 9).Select(k => MathF.Exp(-k * k / 8f))];

    /// <summary>Reads a video; null where nobody looks towards the camera for a while.</summary>
    /// <param name="path">The file.</param>
    /// <param name="detector">Finds the face.</param>
    /// <param name="mostFrames">The stretch is no longer than this.</param>
    public static TrackedClip? Read(string path, IFaceDetector detector, int mostFrames = 80)
    {
        using var source = FrameSources.Open(path);
        var (longest, current) = (new List<(Photo Photo, Face Face)>(), new List<(Photo Photo, Face Face)>());
        TimeSpan last = default;
        int count = 0;
        while (source.Read() is { } frame && longest.Count < mostFrames)
        {
            (last, count) = (frame.Time, count + 1);
            if (FaceSelection.Largest(detector.Detect(frame.Photo)) is FaceSelection.Main { Face: { Landmarks: { } landmarks } face } && LooksHere(landmarks))
                current.Add((frame.Photo, face));
            else
                current = [];
            if (current.Count > longest.Count)
                longest = current;
        }
        if (longest.Count < LeastFrames)
            return null;
        longest = Reduce(longest);
        return new TrackedClip(
            Path.GetFileNameWithoutExtension(path), [.. longest.Select((frame, i) => new TrackedFrame(frame.Photo, frame.Face, Smooth(longest, i)))], last / Math.Max(1, count - 1));
    }

    /// <summary>A frame of the clip played forwards and backwards without end.</summary>
    public TrackedFrame At(int index)
    {
        int period = 2 * Frames.Count - 2, place = index % period;
        return Frames[place < Frames.Count ? place : period - place];
    }

    private static List<(Photo Photo, Face Face)> Reduce(List<(Photo Photo, Face Face)> frames)
    {
        double eyes = frames.Average(frame => Math.Abs(frame.Face.Landmarks!.LeftEye.X - frame.Face.Landmarks.RightEye.X));
        var photo = frames[0].Photo;
        double scale = Math.Min(MostEyes / eyes, MostSide / Math.Max(photo.Width, photo.Height));
        if (scale >= 1)
            return frames;
        int width = (int)(photo.Width * scale), height = (int)(photo.Height * scale);
        float across = (float)width / photo.Width, down = (float)height / photo.Height;
        Point Reduced(Point point) => new((point.X + 0.5f) * across - 0.5f, (point.Y + 0.5f) * down - 0.5f);
        return [.. frames.Select(frame =>
        {
            var (box, marks) = (frame.Face.Box, frame.Face.Landmarks!);
            return (frame.Photo.Resize(width, height), frame.Face with
            {
                Box = new Box(box.X * across, box.Y * down, box.Width * across, box.Height * down),
                Landmarks = new Landmarks(
                    Reduced(marks.RightEye), Reduced(marks.LeftEye), Reduced(marks.NoseTip), Reduced(marks.RightMouthCorner), Reduced(marks.LeftMouthCorner)),
            });
        })];
    }

    private static bool LooksHere(Landmarks landmarks)
    {
        var pose = HeadPose.Of(landmarks);
        return Math.Abs(pose.Yaw) <= MostTurned && Math.Abs(pose.Pitch) <= MostTurned;
    }

    private static Landmarks Smooth(List<(Photo Photo, Face Face)> frames, int index)
    {
        var sums = new (float X, float Y, float Weight)[5];
        for (int k = 0; k < s_weights.Length; k++)
        {
            int at = index + k - s_weights.Length / 2;
            if (at < 0 || at >= frames.Count)
                continue;
            var points = frames[at].Face.Landmarks!.ToList();
            for (int i = 0; i < 5; i++)
                sums[i] = (sums[i].X + s_weights[k] * points[i].X, sums[i].Y + s_weights[k] * points[i].Y, sums[i].Weight + s_weights[k]);
        }
        Point Mean(int i) => new(sums[i].X / sums[i].Weight, sums[i].Y / sums[i].Weight);
        return new Landmarks(Mean(0), Mean(1), Mean(2), Mean(3), Mean(4));
    }
}
