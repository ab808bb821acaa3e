using Semblance.Evaluation;
using Semblance.Liveness;

namespace Semblance.Training.Liveness;

/// <summary>
/// Whole policies on filmed clips, as the command line and the service run them: a presentation lasts until the answer stands, or for <see cref="Length"/>; the next begins where it
/// ended. Head turns are drawn by <see cref="EveryChallenge"/>, except for the one person who turns his head both ways and is asked for that.
/// </summary>
internal static class PolicyEvaluation
{
    /// <summary>How long a person would be waited for.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>Measures <see cref="LivenessPolicy.Passive"/> and <see cref="LivenessPolicy.Challenge"/>.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="engine">Reads faces.</param>
    /// <param name="report">Told how many of how many clips are done.</param>
    public static IReadOnlyList<Presentation> Run(IReadOnlyList<LivenessClip> clips, FaceEngine engine, Action<int, int> report)
    {
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        var all = new List<Presentation>();
        foreach (var (done, clip) in clips.Index())
        {
            report(done, clips.Count);
            var frames = clip.Read(pipeline).ToList();
            all.AddRange(Passive(clip, frames, engine));
            bool turns = clip.Name == "turning-live";
            // Injected past the camera: the pixels are a live person's.
            if (clip.Attack is not null || turns)
                all.Add(Challenged(clip, clip.Attack ?? ChallengeEvaluation.Recording, frames, new EveryChallenge(done), engine));
            if (turns)
                all.Add(Challenged(clip, null, frames, new GivenChallenge(HeadDirection.Left, HeadDirection.Right), engine));
        }
        report(clips.Count, clips.Count);
        return all;
    }

    private static IEnumerable<Presentation> Passive(LivenessClip clip, IReadOnlyList<ReadFrame> frames, FaceEngine engine)
    {
        for (int next = 0; next < frames.Count;)
        {
            var begin = frames[next].Time;
            using var session = engine.CheckLiveness(LivenessPolicy.Passive, FaceSessionOptions.Unhurried);
            while (next < frames.Count && frames[next].Time - begin < Length && !session.Answer.IsFinal)
            {
                session.Add(frames[next].Photo, frames[next].Time, frames[next].Reading);
                next++;
            }
            // What is left at a clip's end is too short to be a presentation.
            if (session.Answer.IsFinal || frames[next - 1].Time - begin > Length / 2 || begin == TimeSpan.Zero)
                yield return Present(clip, clip.Attack, session);
        }
    }

    private static Presentation Challenged(LivenessClip clip, string? attack, IReadOnlyList<ReadFrame> frames, IChallengeSource source, FaceEngine engine)
    {
        using var session = engine.CheckLiveness(LivenessPolicy.Challenge, FaceSessionOptions.Unhurried with { Challenges = source });
        foreach (var frame in frames)
        {
            if (session.Add(frame.Photo, frame.Time, frame.Reading).IsFinal)
                break;
        }
        return Present(clip, attack, session);
    }

    // A policy has no score of its own: its texture's stands in, so that worst cases can be ranked.
    private static Presentation Present(LivenessClip clip, string? attack, FaceSession session)
    {
        var result = session.Conclude().Liveness;
        return new($"policy {result.Policy.Name}", clip.Subject, clip.Name, attack, result.Checks.First(check => check.Name == CheckNames.Texture).Score, result.Verdict, File: clip.File);
    }
}
