using Semblance.Evaluation;
using Semblance.Liveness;

namespace Semblance.Training.Liveness;

/// <summary>
/// What a recording does against head turns that were drawn after it was made: every clip, played over and over for a minute, against every sequence of three turns. Each new
/// sequence after a mistake is the next one. The one person of the clips who turns his head both ways, asked for just that, is the genuine presentation.
/// </summary>
internal static class ChallengeEvaluation
{
    /// <summary>The attack's name.</summary>
    public const string Recording = "recording played again";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60), s_frame = TimeSpan.FromMilliseconds(40);

    // Pictures are not looked at: recordings show people, so what a bent photo lacks they have.
    private static readonly Photo s_none = Photo.FromRgb(1, 1, new byte[3]);

    private static readonly LivenessPolicy s_alone = new("challenge alone", [CheckNames.Challenge], []);

    /// <summary>Measures.</summary>
    /// <param name="clips">The clips; attacks among them are left out, as their heads turn like those they replay.</param>
    /// <param name="engine">Reads faces and sees a swap.</param>
    /// <param name="report">Told how many of how many clips are done.</param>
    public static IReadOnlyList<Presentation> Run(IReadOnlyList<LivenessClip> clips, FaceEngine engine, Action<int, int> report)
    {
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        var live = clips.Where(clip => clip.Attack is null).ToList();
        var all = new List<Presentation>();
        foreach (var (done, clip) in live.Index())
        {
            report(done, live.Count);
            var frames = clip.Read(pipeline).Select(frame => frame with { Photo = s_none }).ToList();
            if (clip.Name == "turning-live")
                all.Add(Present(clip, Judge(frames, new GivenChallenge(HeadDirection.Left, HeadDirection.Right), engine), null));
            for (int first = 0; first < EveryChallenge.Count; first++)
                all.Add(Present(clip, Judge(Loop(frames), new EveryChallenge(first), engine), Recording));
        }
        report(live.Count, live.Count);
        return all;
    }

    private static Presentation Present(LivenessClip clip, CheckResult result, string? attack) => new(CheckNames.Challenge, clip.Subject, clip.Name, attack, result.Score, result.Verdict);

    private static CheckResult Judge(IEnumerable<ReadFrame> frames, IChallengeSource source, FaceEngine engine)
    {
        using var session = engine.CheckLiveness(s_alone, FaceSessionOptions.Unhurried with { Challenges = source, Turns = engine.Pack.Liveness.Challenge with { LeastChange = 0 } });
        foreach (var frame in frames)
        {
            if (session.Add(frame.Photo, frame.Time, frame.Reading).IsFinal)
                break;
        }
        return session.Conclude().Liveness.Checks.Single();
    }

    private static IEnumerable<ReadFrame> Loop(IReadOnlyList<ReadFrame> frames)
    {
        for (var start = TimeSpan.Zero; start < s_limit; start += frames[^1].Time + s_frame)
        {
            foreach (var frame in frames)
                yield return frame with { Time = start + frame.Time };
        }
    }
}
