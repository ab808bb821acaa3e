using System.CommandLine;
using System.Diagnostics;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Recognition;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance watch --from SOURCE</c>: a box and an answer for every face of every frame.</summary>
internal static class WatchCommand
{
    private static readonly Option<string?> s_claim = new("--claim") { Description = "Compare with this person only. Default: with everyone enrolled.", HelpName = "NAME" };
    private static readonly Option<string?> s_out = new("--out") { Description = "Write the frames with boxes and labels to this .mp4 file.", HelpName = "FILE" };

    public static Command Create() => new ExampledCommand(
        "watch",
        "Follow every face of a source: orange while identifying, green with a name of somebody live, red for unknown or not live. Ctrl+C ends.",
        "semblance watch --from camera:0 --window",
        "semblance watch --from clip.mp4 --claim anna --out annotated.mp4")
    {
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds, s_claim, s_out, CommonOptions.Window,
        CommonOptions.Liveness, CommonOptions.Fmr, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string? outFile = CheckedOut(arguments.GetValue(s_out));
        using var window = arguments.GetValue(CommonOptions.Window) ? new PreviewWindow("semblance") : null;
        using var engine = Engine.Start(arguments);
        var templates = await LoadTemplatesAsync(arguments.GetValue(s_claim), engine.Pack.Id, cancellation);
        using var feed = FrameFeed.Open(arguments, cancellation, endless: true);
        var watch = new FaceWatch(
            engine.CreatePipeline(engine.Pack.Quality.Verification),
            engine.Pack.Comparator,
            engine.ThresholdFor(arguments.GetValue(CommonOptions.Fmr)),
            templates,
            feed.IsPhotos ? 1 : MeanOfFrames.LessonWindow,
            feed.IsPhotos ? null : engine.Pack.Evidence);

        using var liveness = LiveWatch.Begin(arguments, engine, feed.IsPhotos);
        using var video = outFile is null ? null : new VideoOut(outFile);
        var log = new FaceLog();
        var clock = Stopwatch.StartNew();
        ProgressDisplay.Run("Watching", feed.Total, report =>
        {
            try
            {
                foreach (var frame in feed.Read(report, cancellation))
                {
                    var faces = liveness.Add(frame, watch.Add(frame.Photo));
                    log.Add(frame, faces);
                    terminal.Document(ToJson(frame, faces));
                    report(feed.Count, $"Watching, {feed.Count / clock.Elapsed.TotalSeconds:0.0} frames/s");
                    if (video is null && window is null)
                        continue;
                    var painted = frame.Photo.Draw(faces.Select(Paint));
                    video?.Write(frame with { Photo = painted });
                    if (window?.Show(painted) == false)
                        break;
                }
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C is how a camera is left; what was seen stands, and the video is closed properly.
            }
            return feed.Count;
        });

        foreach (string line in log.Lines())
            terminal.Say(line);
        Terminal.Note($"{Words.Count(feed.Count, "frame", "frames")}, {feed.Count / clock.Elapsed.TotalSeconds:0.0} frames/s");
        return ExitCode.Success;
    }

    private static async Task<IReadOnlyList<Template>> LoadTemplatesAsync(string? claim, string packId, CancellationToken cancellation)
    {
        await using var store = await HomeStore.OpenAsync(cancellation);
        if (claim is not null)
            return [await store.Gallery.RequireTemplateAsync(await store.Gallery.RequireAsync(claim, cancellation), packId, cancellation)];
        var all = await store.Gallery.TemplatesAsync(packId, cancellation).Select(person => person.Template).ToListAsync(cancellation);
        int others = await store.Gallery.CountAsync(cancellation) - all.Count;
        if (others > 0)
            Terminal.Note($"{Words.Count(others, "person was", "people were")} enrolled with another pack and will not be looked for: enrol again, or let kept photos be read anew (semblance people re-embed).");
        if (all.Count == 0)
            Terminal.Note("Nobody is enrolled: every face is unknown.");
        else if (all.Count > 1)
            Terminal.Note($"{all.Count} people are looked for: the chance of a wrong name grows with their number.");
        return all;
    }

    private static string? CheckedOut(string? file)
    {
        if (file is null)
            return null;
        if (!file.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out {file}: videos are written as .mp4.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            throw new UsageException($"--out {file}: there is no such folder.");
        return file;
    }

    private static PaintedBox Paint(LiveFace face) => face.Face.Decision.Outcome switch
    {
        Outcome.Match => new PaintedBox(face.Face.Face.Box, BoxColour.Green, face.Face.Name),
        Outcome.NoMatch => new PaintedBox(face.Face.Face.Box, BoxColour.Red, Answer(face)),
        Outcome.SpoofSuspected => new PaintedBox(face.Face.Face.Box, BoxColour.Red, Answer(face)),
        _ => new PaintedBox(face.Face.Face.Box, BoxColour.Orange, Answer(face)),
    };

    private static string Answer(LiveFace face) => face.Face.Name ?? face.Face.Decision.Outcome switch
    {
        Outcome.NoMatch => "unknown",
        Outcome.PoorQuality => "not usable",
        Outcome.SpoofSuspected => "not live",
        _ => "identifying",
    };

    private static object ToJson(Frame frame, IReadOnlyList<LiveFace> faces) => new
    {
        frame = frame.Index,
        seconds = Math.Round(frame.Time.TotalSeconds, 3),
        faces = faces.Select(face => new
        {
            face.Face.Id,
            box = DetectCommand.ToJson(face.Face.Face.Box),
            face.Face.Decision.Outcome,
            person = face.Face.Name,
            face.Face.Decision.Score,
            liveness = face.Liveness.Word,
        }),
    };

    /// <summary>The annotated video. Its rate is that of the first two frames' times, so the first frame waits for the second.</summary>
    private sealed class VideoOut(string file) : IDisposable
    {
        private const double RateOfOneFrame = 25;

        private AnnotatedVideoWriter? _writer;
        private Frame? _waiting;
        private int _width;
        private int _height;

        public void Write(Frame frame)
        {
            if (_writer is null && _waiting is null)
            {
                _waiting = frame;
                return;
            }
            if (_waiting is { } first)
                Start(first, frame.Time > first.Time ? 1 / (frame.Time - first.Time).TotalSeconds : RateOfOneFrame);
            Append(frame.Photo);
        }

        public void Dispose()
        {
            if (_waiting is { } only)
                Start(only, RateOfOneFrame);
            _writer?.Dispose();
        }

        private void Start(Frame first, double framesPerSecond)
        {
            _waiting = null;
            _writer = new AnnotatedVideoWriter(file, first.Photo.Width, first.Photo.Height, Math.Clamp(framesPerSecond, 1, 120));
            (_width, _height) = (first.Photo.Width, first.Photo.Height);
            Append(first.Photo);
        }

        // Photos of a folder differ in size; a video does not.
        private void Append(Photo photo) => _writer!.Write(photo.Resize(_width, _height));
    }

    /// <summary>When each face got which answer, for people.</summary>
    private sealed class FaceLog
    {
        private readonly Dictionary<int, (double Since, double Until, Dictionary<string, int> Answers)> _faces = [];

        public void Add(Frame frame, IReadOnlyList<LiveFace> faces)
        {
            foreach (var face in faces)
            {
                double now = frame.Time.TotalSeconds;
                int id = face.Face.Id;
                var (since, _, answers) = _faces.TryGetValue(id, out var known) ? known : (now, now, []);
                string answer = Answer(face);
                answers[answer] = answers.GetValueOrDefault(answer) + 1;
                _faces[id] = (since, now, answers);
            }
        }

        public IEnumerable<string> Lines() => _faces.OrderBy(face => face.Key).Select(face =>
            $"face {face.Key}, {face.Value.Since:0.0} to {face.Value.Until:0.0} s: "
            + string.Join(", ", face.Value.Answers.OrderByDescending(answer => answer.Value).Select(answer => $"{answer.Key} in {Words.Count(answer.Value, "frame", "frames")}")));
    }
}
