using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Numbers;
using Semblance.Recognition;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance identify --from SOURCE</c>: who of the enrolled people is this, or nobody? Each photo has its own answer; a video or camera has one.</summary>
internal static class IdentifyCommand
{
    private static readonly Option<double?> s_fpir = NumberOption.Optional<double>(
        "--fpir", $"Let at most this share of strangers get a name. Refused (Undecided) where the pack's calibration does not carry it for so many people. Default: {FaceIdentifier.DefaultFpir}.", Limits.Rate);

    public static Command Create() => new ExampledCommand(
        "identify",
        "Say who of the enrolled people is seen, and live, or nobody; with two who are too alike, neither. With --liveness off photos are identified too, each with a line of its own.",
        "semblance identify --from camera:0",
        "semblance identify --from photo.jpg --liveness off --fpir 0.001 --json")
    {
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Rotate, CommonOptions.Seconds, CommonOptions.Liveness, CommonOptions.Camera, CommonOptions.Window, s_fpir, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        using var engine = Engine.Start(arguments);
        using var people = new GalleryIndex(store.Gallery, engine.Pack.Id);
        var index = await people.RefreshAsync(cancellation);
        foreach (var person in await store.Gallery.NotToBeNamedAsync(cancellation))
            index.Remove(person);
        double fpir = arguments.GetValue(s_fpir) ?? FaceIdentifier.DefaultFpir;
        var question = engine.Faces.CreateIdentifier(fpir, index.Count);
        using var feed = FrameFeed.Open(arguments, engine, cancellation);
        var policy = CommonOptions.PolicyOf(arguments, CommonOptions.Liveness);
        engine.PrepareLiveness(policy, arguments);

        var answers = feed.IsPhotos
            ? OfPhotos(engine, question, index, policy, feed, cancellation)
            : [Follow(arguments, engine, index, fpir, policy, feed, cancellation)];
        foreach (var answer in answers)
            await ShowAsync(terminal, store, question, answer, feed.IsPhotos, cancellation);
        return answers.All(answer => answer.Found.Decision.Outcome == Outcome.Match) ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static List<Answer> OfPhotos(Engine engine, FaceIdentifier question, EmbeddingIndex index, LivenessPolicy policy, FrameFeed feed, CancellationToken cancellation)
    {
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        return ProgressDisplay.Run("Identifying", feed.Total, report => feed.Read(report, cancellation).Select(frame =>
        {
            var found = question.Identify(index, pipeline.ReadMain(frame.Photo));
            var (decision, liveness) = StillPhotos.Join(policy, found.Decision);
            // Anyone who is not live is not named.
            return new Answer(frame.Name, found with { Decision = decision, Person = decision.Outcome == Outcome.Match ? found.Person : null }, liveness, 1, 0);
        }).ToList());
    }

    private static Answer Follow(ParseResult arguments, Engine engine, EmbeddingIndex index, double fpir, LivenessPolicy policy, FrameFeed feed, CancellationToken cancellation)
    {
        using var prompt = LivePrompt.For(policy, arguments.GetValue(CommonOptions.Window));
        var options = LiveLoop.OptionsFor(feed, isTimed: arguments.GetValue(CommonOptions.Seconds) is not null) with { Fpir = fpir };
        using var session = engine.Faces.Identify(index, policy, options);
        var answer = LiveLoop.Run(session, feed, prompt, "Identifying", cancellation);
        return new Answer(feed.Name, new Identification(answer.Decision, answer.Person, answer.Candidates), answer.Liveness, feed.Count, feed.Seconds);
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
            liveness = LivenessView.ToJson(answer.Liveness),
            decision.Reasons,
            candidates = answer.Found.Candidates.Where(hit => names.ContainsKey(hit.Person)).Select(hit => new { person = names[hit.Person], id = hit.Person, hit.Score }),
        });
        string frames = isPhoto ? answer.Source : $"{Words.Count(answer.Frames, "frame", "frames")}, {answer.Seconds:0.0} s";
        terminal.Say(decision, $"{name ?? "nobody"} among {Words.Count(question.People, "person", "people")}, false positive rate {question.Fpir}: {frames}");
    }

    private sealed record Answer(string Source, Identification Found, LivenessResult Liveness, int Frames, double Seconds);
}
