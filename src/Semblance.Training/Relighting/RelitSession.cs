using Semblance.Liveness;
using Semblance.Training.Data;

namespace Semblance.Training.Relighting;

/// <summary>What a camera saw of a scene while a sequence of colours was shown.</summary>
/// <param name="Frames">With the face that was found in each.</param>
/// <param name="Painted">When the page reported each colour.</param>
internal sealed record RelitSession(IReadOnlyList<LivenessFrame> Frames, IReadOnlyList<TimeSpan> Painted)
{
    private static readonly TimeSpan s_begin = TimeSpan.FromMilliseconds(400), s_after = TimeSpan.FromMilliseconds(850);

    /// <summary>How many frames a session has.</summary>
    public static int Length(LightSequence sequence, TimeSpan between) => (int)Math.Ceiling((s_begin + sequence.Colours.Count * sequence.Each + s_after) / between);

    /// <summary>Films a scene.</summary>
    /// <param name="scene">What is before the camera.</param>
    /// <param name="sequence">The colours.</param>
    /// <param name="between">From frame to frame.</param>
    /// <param name="model">The camera, and how landmarks err.</param>
    /// <param name="level">Mean light that the camera exposes for.</param>
    /// <param name="lux">The room's light.</param>
    /// <param name="random">Draws all.</param>
    public static RelitSession Film(RelitScene scene, LightSequence sequence, TimeSpan between, RelightingModel model, float[] level, float lux, Random random)
    {
        var shown = new ShownLight(sequence, s_begin, random);
        using var camera = new Webcam(model.Camera, random, scene.Width, scene.Height, level, lux);
        var light = new float[3 * scene.Width * scene.Height];
        var frames = new List<LivenessFrame>();
        for (int i = 0; i < Length(sequence, between); i++)
        {
            var time = i * between + TimeSpan.FromMilliseconds(3 * random.NextDouble());
            scene.Render(i, shown.At(time), light);
            frames.Add(new LivenessFrame(camera.Take(light, time), time, Err(scene.FaceAt(i), model.LandmarkError, random)));
        }
        return new RelitSession(frames, shown.Painted);
    }

    /// <summary>Gives the session to a check.</summary>
    /// <param name="asked">The colours that the check asked for: those of the session, or others.</param>
    /// <param name="limits">What answers as a head does.</param>
    public CheckResult Judge(LightSequence asked, LightOptions limits)
    {
        using var check = new LightCheck(new Given(asked), limits);
        int painted = 0;
        foreach (var frame in Frames)
        {
            for (; painted < Painted.Count && Painted[painted] <= frame.Time; painted++)
                check.Painted(painted, Painted[painted]);
            check.Add(frame);
        }
        return check.Result;
    }

    /// <summary>How the face answered the colours that were asked for; null where the check would not look, or too little was seen.</summary>
    public LightAnswer? Answer(LightSequence asked, LightOptions limits)
    {
        var schedule = new LightSchedule(asked, limits.MostLatency);
        foreach (var (index, at) in Painted.Index())
            schedule.Paint(index, at);
        var readings = Frames.Select(frame => LightReading.Of(frame.Photo, frame.Time, frame.Face!.Box, frame.Face.Landmarks!, limits)).ToList();
        return schedule.IsComplete ? LightAnswer.Find(new LightSeries(readings, schedule, limits), limits) : null;
    }

    private static Face Err(Face face, double error, Random random)
    {
        var marks = face.Landmarks!;
        double eyes = Math.Sqrt(Math.Pow(marks.LeftEye.X - marks.RightEye.X, 2) + Math.Pow(marks.LeftEye.Y - marks.RightEye.Y, 2));
        Point Moved(Point point) => new((float)(point.X + error * eyes * random.NextNormal()), (float)(point.Y + error * eyes * random.NextNormal()));
        return face with
        {
            Landmarks = new Landmarks(Moved(marks.RightEye), Moved(marks.LeftEye), Moved(marks.NoseTip), Moved(marks.RightMouthCorner), Moved(marks.LeftMouthCorner)),
        };
    }

    private sealed class Given(LightSequence sequence) : IChallengeSource
    {
        public HeadChallenge NextTurns() => throw new NotSupportedException("Only colours are asked for.");

        public LightSequence NextLight() => sequence;
    }
}
