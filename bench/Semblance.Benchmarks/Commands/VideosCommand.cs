using System.CommandLine;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Videos;
using Semblance.Numbers;
using Semblance.OpenCv;
using Semblance.Packs;
using Semblance.Recognition;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary>
/// <c>videos</c>: evidence against the mean of 15 frames on clips of people. Everyone is enrolled from the first half of their clip;
/// sessions begin every half second of the second half, and of the whole clip of everybody else.
/// </summary>
internal static class VideosCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private static readonly Option<string> s_videos = new("--videos") { Description = "A folder of clips, one person each.", Required = true };
    private static readonly Option<string> s_enrolled = new("--enrolled") { Description = "Clips of people to enrol; all others only try to pass for them.", DefaultValueFactory = _ => "person-*.mp4" };
    private static readonly Option<double?> s_fmr = NumberOption.Optional<double>("--fmr", "The false match rate asked for. Default: the pack's first threshold.", Limits.Rate);
    private static readonly Option<int> s_faces = CommonOptions.Number("--faces", "Faces of a template, at most.", 5, least: 1);

    public static Command Create()
    {
        var command = new Command("videos", "Errors and time to a decision on clips of people: evidence over frames beside the mean of 15.")
        {
            CommonOptions.Pack, s_videos, s_enrolled, s_fmr, s_faces, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(CommonOptions.Pack));
        var threshold = pack.ThresholdFor(arguments.GetValue(s_fmr));
        if (pack.Evidence is null || threshold.Fmr is null)
            throw new BenchmarkException(ExitCode.BadInput, $"The pack {pack.Id} has no evidence in its pack.json, so there is nothing to compare.");
        using var engine = pack.Start(pack.Manifest.Detector is HaarDetectorEntry ? new HaarFaceDetector() : null);
        var pipeline = engine.CreatePipeline(pack.Quality.Verification);
        var mean = new FaceVerifier(pipeline, pack.Comparator, threshold);
        var options = FaceSessionOptions.Unhurried with { Fmr = threshold.Fmr };

        string folder = arguments.GetRequiredValue(s_videos);
        if (!Directory.Exists(folder))
            throw new BenchmarkException(ExitCode.BadInput, $"{folder}: there is no such folder.");
        var enrolled = Directory.GetFiles(folder, arguments.GetRequiredValue(s_enrolled)).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var clips = Directory.GetFiles(folder, "*.mp4").Order(StringComparer.Ordinal).Select(file => ReadClip.Read(file, pipeline)).ToList();
        var templates = clips.Where(clip => enrolled.Contains(clip.Name)).Select(clip => (clip.Name, Template: clip.Enrol(mean, pack, arguments.GetValue(s_faces)))).ToList();
        if (templates.All(enrolment => enrolment.Template is null))
            throw new BenchmarkException(ExitCode.BadInput, $"{folder}: nobody could be enrolled.");

        var byEvidence = Play(template => engine.Verify(template, LivenessPolicy.Off, options), clips, templates);
        var byMean = Play(template => engine.Verify(template, LivenessPolicy.Off, options with { ByMean = true }), clips, templates);
        Print(arguments.GetValue(CommonOptions.Json), pack, threshold, clips, templates, byEvidence, byMean);
        return ExitCode.Success;
    }

    private static IReadOnlyList<Session> Play(Func<Template, FaceSession> claim, IReadOnlyList<ReadClip> clips, IReadOnlyList<(string Name, Template? Template)> templates)
    {
        var sessions = new List<Session>();
        foreach (var (name, template) in templates)
        {
            foreach (var clip in template is null ? [] : clips)
            {
                var frames = clip.Name == name ? clip.SecondHalf : clip.Frames;
                if (frames.Count == 0)
                    continue;
                for (var begin = frames[0].Time; begin == frames[0].Time || frames[^1].Time - begin >= s_least; begin += s_step)
                    sessions.Add(Session.Play(clip, [.. frames.SkipWhile(frame => frame.Time < begin)], claim, template!, s_limit));
            }
        }
        return sessions;
    }

    private static void Print(
        bool json, ModelPack pack, Threshold threshold, IReadOnlyList<ReadClip> clips, IReadOnlyList<(string Name, Template? Template)> templates,
        IReadOnlyList<Session> byEvidence, IReadOnlyList<Session> byMean)
    {
        var table = Results.Table(
            $"Sessions on {clips.Count} clips, {pack.Id}, FMR {threshold.Fmr}: evidence / mean of 15",
            "claim", "genuine sessions", "match", "within 1 s", "median s", "longest s", "impostor sessions", "match", "no match", "undecided", "median s");
        var people = new List<object>();
        foreach (var (name, template) in templates)
            Row(name, session => session.Claim == name, template);
        Row("all", _ => true, null);
        Results.Print(
            json,
            new { benchmark = "videos", pack = pack.Id, fmr = threshold.Fmr, threshold = threshold.Score, limitSeconds = s_limit.TotalSeconds, people },
            table,
            $"A session begins every {s_step.TotalSeconds} s and lasts at most {s_limit.TotalSeconds} s. Sessions of one clip overlap: they are no independent trials.");

        void Row(string name, Func<Session, bool> chosen, Template? template)
        {
            var (a, b) = (Kinds(byEvidence.Where(chosen)), Kinds(byMean.Where(chosen)));
            table.AddRow(
                name + (template is null ? "" : $" ({template.Embeddings.Count} faces)"), $"{a.Genuine.Sessions}",
                Both(tally => tally.Match, genuine: true), Both(tally => tally.WithinASecond, genuine: true), Seconds(tally => tally.MedianSeconds, genuine: true),
                Seconds(tally => tally.LongestSeconds, genuine: true), $"{a.Impostor.Sessions}",
                Both(tally => tally.Match, genuine: false), Both(tally => tally.NoMatch, genuine: false), Both(tally => tally.Undecided, genuine: false),
                Seconds(tally => tally.MedianSeconds, genuine: false));
            people.Add(new { name, enrolled = name == "all" || template is not null, faces = template?.Embeddings.Count, evidence = Json(a), mean = Json(b) });

            string Both(Func<SessionTally, int> value, bool genuine) => $"{value(Of(a, genuine))} / {value(Of(b, genuine))}";
            string Seconds(Func<SessionTally, double?> value, bool genuine) => $"{value(Of(a, genuine)):F2} / {value(Of(b, genuine)):F2}";
        }

        static SessionTally Of((SessionTally Genuine, SessionTally Impostor) kinds, bool genuine) => genuine ? kinds.Genuine : kinds.Impostor;
        static object Json((SessionTally Genuine, SessionTally Impostor) kinds) => new { genuine = kinds.Genuine, impostor = kinds.Impostor };
    }

    private static (SessionTally Genuine, SessionTally Impostor) Kinds(IEnumerable<Session> sessions)
    {
        var bySame = sessions.ToLookup(session => session.Claim == session.Clip);
        return (SessionTally.Of([.. bySame[true]], Outcome.Match), SessionTally.Of([.. bySame[false]], Outcome.NoMatch));
    }
}
