using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.OpenCv;

namespace Semblance.Training.Motion;

/// <summary>
/// The motion check on clips of people and on planar attacks made from each of them. Live clips are judged as they are and once more with a shake of the whole picture, as of a camera held
/// in a hand. Both ways of the check see the same frames and landmarks.
/// </summary>
internal sealed class MotionEvaluation
{
    /// <summary>The two ways: with points followed by OpenCV, and without OpenCV.</summary>
    public const string WithFlow = "motion", WithoutFlow = "motion (landmarks)";

    /// <summary>Kinds of attack: on a plane that a hand moves, on one that nothing moves, and filmed from a real screen.</summary>
    public const string Still = "planar still", Replay = "planar replay", AtRest = "planar still at rest", Filmed = "screen replay";

    /// <summary>Sets of genuine presentations.</summary>
    public const string Moving = "clips", Resting = "clips without head movement", Shaken = "clips, camera shaken";

    // The head moves where its centre goes this far within a second, or its nose this far against the plane of the face; eye distances.
    private const double LeastShift = 0.15, LeastTurn = 0.08;

    private static readonly TimeSpan s_attackLength = TimeSpan.FromSeconds(5);

    private readonly IFaceDetector _detector;
    private readonly Rooms _rooms;
    private readonly MotionOptions _limits;
    private readonly Action<string> _report;
    private readonly List<MotionTrial> _trials = [];

    private MotionEvaluation(IFaceDetector detector, Rooms rooms, MotionOptions limits, Action<string> report) => (_detector, _rooms, _limits, _report) = (detector, rooms, limits, report);

    /// <summary>Judges all clips of <c>videos</c> below a data folder and the attacks made from them.</summary>
    /// <param name="data">Also holds <c>scenes/wider-val</c>, from which rooms are taken.</param>
    /// <param name="limits">Those of the pack.</param>
    /// <param name="report">Told of each presentation when it was judged.</param>
    /// <param name="seeds">How many attacks of each kind are made from a clip.</param>
    /// <param name="firstSeed">The seed of the first.</param>
    /// <param name="only">Names of clips (without extension) to be judged; null: all.</param>
    /// <returns>Presentations to both checks, with what was measured in each frame.</returns>
    /// <exception cref="FrameSourceException">A clip cannot be read.</exception>
    public static IReadOnlyList<MotionTrial> Run(string data, MotionOptions limits, Action<string> report, int seeds = 3, int firstSeed = 101, IReadOnlyList<string>? only = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(report);
        using var detector = ModelPack.Builtin().CreateDetector();
        var evaluation = new MotionEvaluation(detector, new Rooms(data), limits, report);
        foreach (string path in Directory.EnumerateFiles(Path.Combine(data, "videos"), "*.mp4").Order(StringComparer.Ordinal))
        {
            if (only?.Contains(Path.GetFileNameWithoutExtension(path)) ?? true)
                evaluation.Judge(PersonClip.Read(path, detector), Enumerable.Range(firstSeed, seeds));
        }
        return evaluation._trials;
    }

    private void Judge(PersonClip clip, IEnumerable<int> seeds)
    {
        if (clip.Name.EndsWith("-replay", StringComparison.Ordinal))
        {
            Judge(clip, clip.Name, "filmed", Filmed, false, clip.Photos.Zip(clip.Times));
            return;
        }
        bool moves = Moves(clip);
        Judge(clip, clip.Name, moves ? Moving : Resting, null, false, clip.Photos.Zip(clip.Times));
        foreach (int seed in seeds)
        {
            Judge(clip, $"{clip.Name}-{seed}", Shaken, null, true, ShakenClip.Frames(clip, seed));
            foreach (var kind in Enum.GetValues<PlanarKind>())
            {
                var random = new Random(HashCode(clip.Name, seed, kind));
                var (room, setting, attackSeed) = (_rooms.Draw(random), PlanarSetting.Draw(random), random.Next());
                using var attack = new PlanarAttack(clip, kind, room, setting, attackSeed);
                Judge(clip, $"{clip.Name}-{seed}", moves ? Moving : Resting, kind == PlanarKind.Still ? Still : Replay, true, attack.Frames(s_attackLength));
                if (kind == PlanarKind.Still && seed == seeds.First())
                {
                    using var rest = new PlanarAttack(clip, kind, room, setting.AtRest(), attackSeed);
                    Judge(clip, $"{clip.Name}-{seed}", Resting, AtRest, true, rest.Frames(s_attackLength));
                }
            }
        }
    }

    private void Judge(PersonClip clip, string file, string set, string? attack, bool isSimulated, IEnumerable<(Photo Photo, TimeSpan Time)> frames)
    {
        using var with = new MotionCheck(new LucasKanadeTracker(), _limits);
        using var without = new MotionCheck(limits: _limits);
        var (signs, signsWithout) = (new List<MotionSigns>(), new List<MotionSigns>());
        foreach (var (photo, time) in frames)
        {
            // The same frames in which the checks would look; faces of the others are not worth finding.
            if (!with.Wants(time))
                continue;
            var frame = new LivenessFrame(photo, time, PersonClip.Largest(_detector, photo));
            with.Add(frame);
            without.Add(frame);
            signs.Add(with.Signs);
            signsWithout.Add(without.Signs);
        }
        foreach (var (name, check, seen) in new[] { (WithFlow, with, signs), (WithoutFlow, without, signsWithout) })
            _trials.Add(new MotionTrial(new Presentation(name, Subject(clip.Name), set, attack, check.Result.Score, check.Result.Verdict, isSimulated), seen));
        _report($"{file}, {attack ?? "live"}, {set}: {with.Result.Verdict}; without OpenCV {without.Result.Verdict}");
    }

    // The man of turning-live is also the one of turning-screen-replay.
    private static string Subject(string clip) => clip.StartsWith("turning-", StringComparison.Ordinal) ? "turning" : clip;

    private bool Moves(PersonClip clip)
    {
        var parallax = new ParallaxEvidence(_limits);
        var path = new List<(TimeSpan Time, FaceOval Oval)>();
        for (int i = 0; i < clip.Photos.Count; i += 2)
        {
            if (clip.Face(i)?.Landmarks is not { } landmarks)
                continue;
            var oval = FaceOval.Of(landmarks);
            path.RemoveAll(old => clip.Times[i] - old.Time > TimeSpan.FromSeconds(1));
            path.Add((clip.Times[i], oval));
            parallax.Add(clip.Times[i], landmarks);
            var (x, y) = path[0].Oval.Place(oval.Centre);
            if (Math.Sqrt(x * x + y * y) >= LeastShift || Math.Max(parallax.Travel.Across, parallax.Travel.Along) >= LeastTurn)
                return true;
        }
        return false;
    }

    // The same in every process, unlike string.GetHashCode.
    private static int HashCode(string name, int seed, PlanarKind kind) => name.Aggregate(1000 * seed + (int)kind, (hash, letter) => unchecked(31 * hash + letter));
}

/// <summary>A presentation to the motion check.</summary>
/// <param name="Presentation">How it was judged.</param>
/// <param name="Signs">What was measured by each frame that was looked at.</param>
internal sealed record MotionTrial(Presentation Presentation, IReadOnlyList<MotionSigns> Signs);
