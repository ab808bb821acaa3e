using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.OpenCv;

namespace Semblance.Cli.CameraTest;

/// <summary>Judges presentations: photos by texture, clips and cameras by the whole policy passive as well, as <c>semblance liveness</c> does. Used by one thread.</summary>
/// <param name="engine">The pack.</param>
/// <param name="texture">Judges single frames. Not taken over.</param>
internal sealed class PadMeasurement(Engine engine, SpoofNetwork texture)
{
    // Neighbouring frames are alike.
    private const int FrameStep = 10;

    /// <summary>What lies on disk.</summary>
    /// <exception cref="FrameSourceException">A clip cannot be read.</exception>
    public PadPresentation Measure(PadSource source, CancellationToken cancellation)
    {
        if (source.Clip is null)
            return Photos(source, cancellation);
        using var clip = FrameSources.Open(source.Clip, cancellation);
        return Stream(source.Subject, source.Attack, clip, TimeSpan.MaxValue, _ => { }, cancellation);
    }

    /// <summary>A clip, or a camera for some time.</summary>
    /// <param name="subject">Whom it shows.</param>
    /// <param name="attack">The kind of attack; null: live.</param>
    /// <param name="source">The frames.</param>
    /// <param name="limit">How long it is looked at.</param>
    /// <param name="report">Told how long it was looked at so far.</param>
    /// <param name="cancellation">Gives up.</param>
    public PadPresentation Stream(string subject, string? attack, IFrameSource source, TimeSpan limit, Action<TimeSpan> report, CancellationToken cancellation)
    {
        using var session = engine.Faces.CheckLiveness(LivenessPolicy.Passive, new FaceSessionOptions { NoFace = TimeSpan.MaxValue, Longest = TimeSpan.MaxValue, ToTheEnd = true });
        var frames = new List<double?>();
        TimeSpan? first = null;
        for (int i = 0; source.Read(cancellation) is { } frame; i++)
        {
            first ??= frame.Time;
            if (frame.Time - first > limit)
                break;
            session.Add(frame);
            if (i % FrameStep == 0)
                frames.Add(Score(session.Photo ?? frame.Photo));
            report(frame.Time - first.Value);
        }
        var result = session.Conclude().Liveness;
        return new PadPresentation(subject, attack, frames, result.Checks.Single(check => check.Name == CheckNames.Texture).Score, result.Verdict);
    }

    private PadPresentation Photos(PadSource source, CancellationToken cancellation)
    {
        using var all = new TextureCheck(texture, engine.Pack.Liveness.Texture);
        var scores = new List<double?>();
        foreach (var (number, file) in source.Photos.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var photo = PhotoReader.Read(file);
                scores.Add(Score(photo, new LivenessFrame(photo, TimeSpan.FromSeconds(number), LargestFace.In(photo, engine.Detector)), all));
            }
            catch (PhotoException e)
            {
                Terminal.Note($"semblance: {e.Message} It is counted as unusable.");
                scores.Add(null);
            }
        }
        return new PadPresentation(source.Subject, source.Attack, scores, all.Result.Score, null);
    }

    private double? Score(Photo photo) => Score(photo, new LivenessFrame(photo, TimeSpan.Zero, LargestFace.In(photo, engine.Detector)), null);

    private double? Score(Photo photo, LivenessFrame frame, TextureCheck? all)
    {
        using var one = new TextureCheck(texture, engine.Pack.Liveness.Texture);
        one.Add(frame);
        all?.Add(frame);
        return one.Result.Score;
    }
}
