using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Training.Liveness;
using Semblance.Training.Relighting;

namespace Semblance.Training.Puppets;

/// <summary>
/// <see cref="PhotoPuppet"/> against the policy <c>challenge</c>: of every clip's person some photos, each made a puppet that follows the prompts of its session as they come, and so as its protocol tells
/// them. Told apart: what head turns alone make of it, and what the whole policy does.
/// </summary>
internal static class PuppetEvaluation
{
    /// <summary>The attack's name.</summary>
    public const string Puppet = "photo bent like a head";

    /// <summary>Puppets of each person.</summary>
    public const int Each = 3;

    private const double Longest = 40, Rate = 15;

    private static readonly HeadShape[] s_shapes = [HeadShape.Ellipsoid, HeadShape.Narrow, HeadShape.Carved];

    /// <summary>Measures.</summary>
    /// <param name="clips">The clips; attacks among them are left out.</param>
    /// <param name="engine">Reads faces; liveness is in use.</param>
    /// <param name="report">Told how many of how many puppets are done.</param>
    public static IReadOnlyList<Presentation> Run(IReadOnlyList<LivenessClip> clips, FaceEngine engine, Action<int, int> report)
    {
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        var live = clips.Where(clip => clip.Attack is null).ToList();
        var all = new List<Presentation>();
        foreach (var (person, clip) in live.Index())
        {
            var photos = Ahead(clip, pipeline);
            for (int number = 0; number < Each; number++)
            {
                report(person * Each + number, live.Count * Each);
                var photo = photos[number * (photos.Count - 1) / (Each - 1)];
                var random = new Random(100 * person + number);
                var puppet = new PhotoPuppet(photo.Photo, photo.Face.Landmarks!, s_shapes[number % s_shapes.Length], random);
                all.AddRange(Present(clip, Play(puppet, Follower.Program(random), new EveryChallenge(random.Next(EveryChallenge.Count)), engine)));
            }
        }
        report(live.Count * Each, live.Count * Each);
        return all;
    }

    /// <summary>The quarter of a clip's usable frames in which the face looks ahead most, in the order of the clip.</summary>
    internal static IReadOnlyList<(Photo Photo, Face Face)> Ahead(LivenessClip clip, FacePipeline pipeline)
    {
        var usable = clip.Read(pipeline).Where(frame => frame.Reading is FaceReading.Usable).Select(frame => (frame.Photo, ((FaceReading.Usable)frame.Reading).Face)).ToList();
        var kept = usable.OrderBy(frame => Aside(frame.Face)).Take(Math.Max(1, usable.Count / 4)).Select(frame => frame.Photo).ToHashSet();
        return [.. usable.Where(frame => kept.Contains(frame.Photo))];
    }

    private static double Aside(Face face) => HeadPose.Of(face.Landmarks!) is var pose ? Math.Abs(pose.Yaw) + Math.Abs(pose.Pitch) : 0;

    private static LivenessResult Play(PhotoPuppet puppet, Follower follower, IChallengeSource source, FaceEngine engine)
    {
        using var session = engine.CheckLiveness(LivenessPolicy.Challenge, FaceSessionOptions.Unhurried with { Challenges = source });
        for (double time = 0; time < Longest && !session.Answer.IsFinal; time += 1 / Rate)
        {
            var turn = session.Answer.Prompt?.Turn;
            HeadDirection? wanted = turn?.Direction is { } word ? Enum.Parse<HeadDirection>(word, ignoreCase: true) : null;
            var (yaw, pitch) = follower.Move(wanted, turn?.Step ?? 0, turn?.Restarts ?? 0, time);
            session.Add(puppet.Take(yaw, pitch, time), TimeSpan.FromSeconds(time));
        }
        return session.Conclude().Liveness;
    }

    private static IEnumerable<Presentation> Present(LivenessClip clip, LivenessResult result)
    {
        var turns = result.Checks.First(check => check.Name == CheckNames.Challenge);
        yield return new(CheckNames.Challenge, clip.Subject, clip.Name, Puppet, turns.Score, turns.Verdict, IsSimulated: true);
        yield return new($"policy {result.Policy.Name}", clip.Subject, clip.Name, Puppet, result.Checks.First(check => check.Name == CheckNames.Texture).Score, result.Verdict, IsSimulated: true, File: clip.File);
    }
}
