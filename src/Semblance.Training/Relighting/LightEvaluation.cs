using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Training.Data;
using Semblance.Training.Liveness;

namespace Semblance.Training.Relighting;

/// <summary>
/// Measures the light check on the clips of <c>videos/</c>, relit. All of it is simulated: the light on people as well as the attacks. One presentation each for every person, level of
/// the room's light, kind and round.
/// </summary>
internal static class LightEvaluation
{
    /// <summary>Kinds of attack.</summary>
    public const string Print = "relit print", Screen = "relit screen", OtherColours = "other colours", OtherColoursOnScreen = "other colours on a screen";

    /// <summary>Measures with the heads and the camera that nothing was chosen on.</summary>
    /// <param name="dataFolder">Holds <c>videos/</c>.</param>
    /// <param name="limits">Those of the pack.</param>
    /// <param name="report">Told about progress.</param>
    /// <returns>Set is the level of the room's light, subject the person of the clip.</returns>
    public static IReadOnlyList<Presentation> Run(string dataFolder, LightOptions limits, Action<string>? report = null) => [.. Run(dataFolder, RelightingModel.Unseen, rounds: 2, report).Select(film =>
    {
        var result = film.Session.Judge(film.Asked, limits);
        return new Presentation(CheckNames.Light, film.Clip, film.Level, film.Attack, result.Score, result.Verdict, IsSimulated: true);
    })];

    /// <summary>Films all of it with a head and a camera, session by session.</summary>
    public static IEnumerable<(string Clip, string Level, string? Attack, RelitSession Session, LightSequence Asked)> Run(string dataFolder, RelightingModel model, int rounds, Action<string>? report = null)
    {
        using var detector = ModelPack.Builtin().CreateDetector();
        foreach (string path in LivenessClip.All(dataFolder).Where(clip => clip.Attack is null).Select(clip => clip.File))
        {
            if (TrackedClip.Read(path, detector) is not { } clip)
            {
                report?.Invoke($"light: {Path.GetFileNameWithoutExtension(path)} is left out, nobody looks towards the camera in it");
                continue;
            }
            report?.Invoke($"light: {clip.Name}, {clip.Frames.Count} frames");
            foreach (var level in AmbientLevel.All)
            {
                for (int round = 0; round < rounds; round++)
                {
                    foreach (var (attack, session, asked) in Sessions(clip, level, model, round))
                        yield return (clip.Name, level.Name, attack, session, asked);
                }
            }
        }
    }

    /// <summary>One session of each kind; what was filmed, and which colours were asked for.</summary>
    public static IEnumerable<(string? Attack, RelitSession Session, LightSequence Asked)> Sessions(TrackedClip clip, AmbientLevel level, RelightingModel model, int round)
    {
        var random = new Random(StableHash.Of([.. $"{clip.Name} {level.Name} {model.Name} {round}".Select(letter => (int)letter)]));
        var (asked, other) = (RandomLight.Next(random.Next), RandomLight.Next(random.Next));
        var head = model.Heads[round % model.Heads.Count];
        float lux = level.Draw(random);
        float[] mean = RelitScene.MeanOf(clip.Frames[0].Photo);

        RelitSession Film(RelitScene scene, LightSequence sequence) => RelitSession.Film(scene, sequence, clip.Between, model, mean, lux, random);

        var live = Film(new LivePerson(clip, head, ScreenLight.Draw(random, lux), random), asked);
        yield return (null, live, asked);
        yield return (OtherColours, live, other);
        yield return (Print, Film(new PrintedFace(clip, head, ScreenLight.Draw(random, lux), random), asked), asked);

        var marks = clip.Frames[0].Smooth;
        int first = random.Next(clip.Frames.Count);
        var film = Enumerable.Range(first, live.Frames.Count).Select(i => (clip.At(i).Photo, clip.At(i).Face)).ToList();
        yield return (Screen, Film(new ReplayedFace(film, clip.Between, marks, clip.Frames[0].Photo, ScreenLight.Draw(random, lux), random), asked), asked);

        var recorded = live.Frames.Select(frame => (frame.Photo, frame.Face!)).ToList();
        yield return (OtherColoursOnScreen, Film(new ReplayedFace(recorded, clip.Between, marks, clip.Frames[0].Photo, ScreenLight.Draw(random, lux), random), other), other);
    }
}
