using System.CommandLine;
using System.Diagnostics;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Detection;
using Semblance.Liveness;
using Semblance.OpenCv;

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
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Rotate, CommonOptions.Reconnect, CommonOptions.Seconds, s_claim, s_out, CommonOptions.Window,
        CommonOptions.Liveness, CommonOptions.Camera, CommonOptions.Fmr, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string? outFile = CheckedOut(arguments.GetValue(s_out));
        using var window = arguments.GetValue(CommonOptions.Window) ? new PreviewWindow("semblance") : null;
        using var engine = Engine.Start(arguments);
        var people = await LoadPeopleAsync(arguments.GetValue(s_claim), engine.Pack.Id, cancellation);
        using var feed = FrameFeed.Open(arguments, engine, cancellation, endless: true);
        var policy = CommonOptions.PolicyOf(arguments, CommonOptions.Liveness);
        if (policy.MustBeLive.Contains(CheckNames.Challenge))
            throw new UsageException($"--liveness {policy.Name}: nobody who is only watched is asked for anything; use passive or off.");
        engine.PrepareLiveness(policy, arguments);
        _ = engine.ThresholdFor(arguments.GetValue(CommonOptions.Fmr));
        using var watch = feed.IsPhotos ? null : engine.Faces.Watch(people, policy, LiveLoop.OptionsFor(feed, isTimed: false) with { Fmr = arguments.GetValue(CommonOptions.Fmr) });
        using var photos = feed.IsPhotos ? new PhotoWatch(engine, people, policy, arguments.GetValue(CommonOptions.Fmr)) : null;
        using var video = outFile is null ? null : new AnnotatedVideo(outFile);
        var log = new FaceLog();
        var clock = Stopwatch.StartNew();
        ProgressDisplay.Run("Watching", feed.Total, report =>
        {
            try
            {
                foreach (var frame in feed.Read(report, cancellation))
                {
                    var faces = photos?.Look(frame) ?? [.. watch!.Add(frame).Select(ShownFace.Of)];
                    log.Add(frame, faces);
                    terminal.Document(ToJson(frame, faces));
                    report(feed.Count, $"Watching, {feed.Count / clock.Elapsed.TotalSeconds:0.0} frames/s");
                    if (video is null && window is null)
                        continue;
                    var painted = (watch?.Photo ?? frame.Photo).Draw(faces.Select(face => face.ToBox()));
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

    private static async Task<IReadOnlyDictionary<Guid, Template>> LoadPeopleAsync(string? claim, string packId, CancellationToken cancellation)
    {
        await using var store = await HomeStore.OpenAsync(cancellation);
        if (claim is not null)
        {
            var person = await store.Gallery.RequireAsync(claim, cancellation);
            if (person.Mistaken > 0 || person.Consent.HasEnded(DateTimeOffset.UtcNow))
                throw new UsageException($"{person.Name} is not watched for: somebody else was taken for them, or their consent has ended (semblance people show {person.Name}).");
            return new Dictionary<Guid, Template> { [person.Id] = await store.Gallery.RequireTemplateAsync(person, packId, cancellation) };
        }
        var all = await store.Gallery.TemplatesAsync(packId, cancellation: cancellation).ToDictionaryAsync(person => person.Id, person => person.Template, cancellationToken: cancellation);
        int others = await store.Gallery.CountAsync(cancellation) - all.Count;
        if (others > 0)
            Terminal.Note($"{Words.Count(others, "person was", "people were")} enrolled with another pack and will not be looked for: enrol again, or let kept photos be read again (semblance people re-embed).");
        foreach (var person in await store.Gallery.NotToBeNamedAsync(cancellation))
            all.Remove(person);
        if (all.Count == 0)
            Terminal.Note("Nobody is enrolled: every face is unknown.");
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

    private static object ToJson(Frame frame, IReadOnlyList<ShownFace> faces) => new
    {
        frame = frame.Index,
        seconds = Math.Round(frame.Time.TotalSeconds, 3),
        faces = faces.Select(face => new
        {
            face.Id,
            box = DetectCommand.ToJson(face.Face.Box),
            face.Decision.Outcome,
            person = face.Name,
            face.Decision.Score,
            liveness = face.Liveness.Word,
        }),
    };

    /// <summary>When each face got which answer, for people.</summary>
    private sealed class FaceLog
    {
        private readonly Dictionary<int, (double Since, double Until, Dictionary<string, int> Answers)> _faces = [];

        public void Add(Frame frame, IReadOnlyList<ShownFace> faces)
        {
            foreach (var face in faces)
            {
                double now = frame.Time.TotalSeconds;
                int id = face.Id;
                var (since, _, answers) = _faces.TryGetValue(id, out var known) ? known : (now, now, []);
                string answer = face.Word;
                answers[answer] = answers.GetValueOrDefault(answer) + 1;
                _faces[id] = (since, now, answers);
            }
        }

        public IEnumerable<string> Lines() => _faces.OrderBy(face => face.Key).Select(face =>
            $"face {face.Key}, {face.Value.Since:0.0} to {face.Value.Until:0.0} s: "
            + string.Join(", ", face.Value.Answers.OrderByDescending(answer => answer.Value).Select(answer => $"{answer.Key} in {Words.Count(answer.Value, "frame", "frames")}")));
    }
}
