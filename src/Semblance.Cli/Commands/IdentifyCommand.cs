using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Identification;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance identify --from SOURCE</c>: who of the enrolled people is this, or nobody? Each photo has its own answer; a video or camera has one.</summary>
internal static class IdentifyCommand
{
    // Of usable video, as with verify.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private static readonly Option<double?> s_fpir = CommonOptions.Between(
        "--fpir", $"Let at most this share of strangers get a name. Refused (Undecided) where the pack's calibration does not carry it for so many people. Default: {FaceIdentifier.DefaultFpir}.", 0, 1);

    public static Command Create() => new ExampledCommand(
        "identify",
        "Say who of the enrolled people is seen, or nobody; with two who are too alike, neither. Every photo has a line of its own.",
        "semblance identify --from camera:0",
        "semblance identify --from photo.jpg --fpir 0.001 --json")
    {
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds, s_fpir, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        using var engine = Engine.Start(arguments);
        using var people = new GalleryIndex(store.Gallery, engine.Pack.Id);
        var index = await people.RefreshAsync(cancellation);
        var question = new FaceIdentifier(engine.Pack, arguments.GetValue(s_fpir) ?? FaceIdentifier.DefaultFpir, index.Count);
        var pipeline = engine.CreatePipeline(QualityPolicy.Verification);
        using var feed = FrameFeed.Open(arguments, cancellation);
        Terminal.Note("Liveness is not checked by this version: a photo or a recording of a person is accepted too.");

        var answers = feed.IsPhotos
            ? ProgressDisplay.Run("Identifying", feed.Total, report => feed.Read(report, cancellation)
                .Select(frame => new Answer(frame.Name, question.Identify(index, pipeline.ReadMain(frame.Photo)), 1, 0)).ToList())
            : ProgressDisplay.Run("Identifying", null, report =>
            {
                var found = Follow(question.Begin(pipeline, index), feed.Read((_, _) => { }, cancellation), arguments.GetValue(CommonOptions.Seconds) is null ? s_limit : TimeSpan.MaxValue, report);
                return new List<Answer> { new(feed.Name, found, feed.Count, feed.Seconds) };
            });
        foreach (var answer in answers)
            await ShowAsync(terminal, store, question, answer, feed.IsPhotos, cancellation);
        return answers.All(answer => answer.Found.Decision.Outcome == Outcome.Match) ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static Identification.Identification Follow(PersonIdentification person, IEnumerable<Frame> frames, TimeSpan limit, Action<double, string?> report)
    {
        TimeSpan? firstUsable = null;
        foreach (var frame in frames)
        {
            if (person.Add(frame.Photo).Decision.Outcome != Outcome.Undecided)
                break;
            if (person.UsableFrames > 0)
                firstUsable ??= frame.Time;
            if (frame.Time - firstUsable >= limit)
                break;
            report(person.FramesThatCount, null);
        }
        return person.Conclude();
    }

    private static async Task ShowAsync(Terminal terminal, IStore store, FaceIdentifier question, Answer answer, bool isPhoto, CancellationToken cancellation)
    {
        var decision = answer.Found.Decision;
        await store.NoteAsync("face.identified", answer.Found.Person, outcome: decision.Outcome);
        var names = new Dictionary<Guid, string>();
        foreach (var hit in answer.Found.Candidates)
        {
            if (await store.Gallery.FindAsync(hit.Person, cancellation) is { } candidate)
                names.Add(hit.Person, candidate.Name.Value);
        }
        string? name = answer.Found.Person is not { } id ? null
            : names.GetValueOrDefault(id) ?? throw new UsageException("The person was removed meanwhile: ask again.");
        terminal.Document(new
        {
            source = answer.Source,
            decision.Outcome,
            person = name,
            id = answer.Found.Person,
            fpir = question.Fpir,
            question.People,
            frames = answer.Frames,
            seconds = answer.Seconds,
            liveness = new { policy = "off", verdict = "notChecked" },
            decision.Reasons,
            candidates = answer.Found.Candidates.Where(hit => names.ContainsKey(hit.Person)).Select(hit => new { person = names[hit.Person], id = hit.Person, hit.Score }),
        });
        string frames = isPhoto ? answer.Source : $"{Words.Count(answer.Frames, "frame", "frames")}, {answer.Seconds:0.0} s";
        terminal.Say(decision, $"{name ?? "nobody"} among {Words.Count(question.People, "person", "people")}, false positive rate {question.Fpir}: {frames}");
    }

    private sealed record Answer(string Source, Identification.Identification Found, int Frames, double Seconds);
}
