using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Numbers;
using Semblance.Recognition;
using Semblance.Storage;
using Semblance.Storage.Search;
using Semblance.Storage.Sqlite;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance enroll NAME --from SOURCE</c>: takes the best faces of a source and stores them under a name.</summary>
internal static class EnrollCommand
{
    private const int MostPhotosNamed = 20;
    private const string AlreadyEnrolled = "AlreadyEnrolled";
    private const string OperatorsConsent = "The operator of the command line has the person's consent.";

    private static readonly Option<bool> s_replace = new("--replace") { Description = "Replace what is stored under this name." };

    private static readonly Option<int?> s_faces = NumberOption.Optional<int>(
        "--faces", "How many faces to store at most, good and different ones; scores are the mean over them. Default: 5 with a pack that aligns by landmarks, else 1.", Limits.Between(1, 20));

    private static readonly Option<string?> s_consent = CreateConsent();

    private static readonly Option<bool> s_keepPhotos = new("--keep-photos") { Description = "The person agrees to their photos being kept, so that another pack can read them anew. Default: none is kept." };

    private static readonly Option<bool> s_allowDuplicate = new("--allow-duplicate") { Description = "Enrol even where somebody else is enrolled with this face." };

    public static Command Create() => new ExampledCommand(
        "enroll",
        "Store good and different faces of a source (sharp, frontal, large) under a name; exit code 1 where none is good enough.",
        "semblance enroll anna --from camera:0",
        "semblance enroll anna --from clip.mp4 --to-time 33%",
        "semblance enroll anna --from photos/ --replace",
        "semblance enroll anna --from photos/ --consent \"Form 7, signed on 1 March\" --keep-photos")
    {
        CommonOptions.Person, CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds,
        s_faces, s_replace, s_consent, s_keepPhotos, s_allowDuplicate, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var name = PersonName.Parse(arguments.GetRequiredValue(CommonOptions.Person));
        var consent = new Consent(arguments.GetValue(s_consent) ?? OperatorsConsent, arguments.GetValue(s_keepPhotos), DateTimeOffset.UtcNow, HomeStore.Actor);
        await using var store = await HomeStore.OpenAsync(cancellation);
        var known = await store.Gallery.FindAsync(name, cancellation);
        if (known is not null && !arguments.GetValue(s_replace))
            throw new UsageException($"{name} is enrolled already: use --replace to enrol anew, or another name.");
        using var engine = Engine.Start(arguments);
        using var feed = FrameFeed.Open(arguments, cancellation);
        var pipeline = engine.CreatePipeline(QualityPolicy.Enrolment);

        int most = arguments.GetValue(s_faces) ?? (engine.Pack.Manifest.Alignment == "fivePoint" ? 5 : 1);
        var seen = new SeenFaces(new EnrolmentSelection(engine.Pack.Comparator, engine.ThresholdFor(null)), consent.KeepPhotos);
        ProgressDisplay.Run($"Looking at {feed.Name}", feed.Total, report =>
        {
            foreach (var frame in feed.Read(report, cancellation))
                seen.Add(frame, pipeline.ReadMain(frame.Photo));
            return seen;
        });
        var choice = seen.Selection.Choose(most);

        if (feed.IsPhotos && seen.Refused.Count <= MostPhotosNamed)
        {
            foreach (var (file, reasons) in seen.Refused)
                Terminal.Note($"{file}: {string.Join(" ", reasons)}");
        }
        var twin = choice.Taken.Count > 0 && !arguments.GetValue(s_allowDuplicate) ? await FindTwinAsync(store, engine, name, choice, known?.Id, cancellation) : null;
        if (choice.Taken.Count > 0 && twin is null)
            await SaveAsync(store, new NewPerson(name, consent, [.. choice.Taken.Select(seen.ToFace)]), known, cancellation);
        Show(terminal, name, engine.Pack.Id, feed, seen, choice, twin);
        return choice.Taken.Count > 0 && twin is null ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    // Somebody else who is enrolled with this face.
    private static async Task<Person?> FindTwinAsync(SqliteStore store, Engine engine, PersonName name, EnrolmentChoice choice, Guid? self, CancellationToken cancellation)
    {
        if (engine.Pack.Comparator != Comparator.Cosine)
        {
            Terminal.Note($"Whether somebody else is enrolled with this face is not checked: {engine.Pack.Manifest.Name} compares by distance.");
            return null;
        }
        using var index = new GalleryIndex(store.Gallery, engine.Pack.Id);
        var template = new Template(name.Value, engine.Pack.Id, [.. choice.Taken.Select(face => face.Embedding)], [.. choice.Taken.Select(face => face.Quality)], DateTimeOffset.UtcNow);
        return await index.FindSameFaceAsync(engine.Pack, template, self, cancellation) is { } twin ? await store.Gallery.FindAsync(twin, cancellation) : null;
    }

    private static async Task SaveAsync(SqliteStore store, NewPerson person, Person? known, CancellationToken cancellation)
    {
        string faces = Words.Count(person.Faces.Count, "face", "faces");
        if (known is null)
        {
            var added = await store.Gallery.AddAsync(person, cancellation: cancellation);
            await store.NoteAsync("person.added", added.Value.Id, faces);
            return;
        }
        await store.Gallery.SetConsentAsync(known.Id, person.Consent, cancellation);
        await store.Gallery.ReplaceFacesAsync(known.Id, person.Faces, cancellation: CancellationToken.None);
        await store.NoteAsync("person.replaced", known.Id, faces);
    }

    private static void Show(Terminal terminal, PersonName name, string pack, FrameFeed feed, SeenFaces seen, EnrolmentChoice choice, Person? twin)
    {
        bool isEnrolled = choice.Taken.Count > 0 && twin is null;
        var refused = seen.Tally.Commonest();
        var notTaken = choice.NotTaken.Concat(seen.Tally.Reasons).OrderByDescending(reason => reason.Count).ToList();
        terminal.Document(new
        {
            enrolled = isEnrolled,
            outcome = isEnrolled ? null : twin is null ? refused.Outcome.ToString() : AlreadyEnrolled,
            person = name.Value,
            sameFace = twin?.Name.Value,
            pack,
            frames = feed.Count,
            usable = seen.Selection.Count,
            taken = choice.Taken.Select(taken => new { name = taken.Source, taken.Frame, seconds = Math.Round(taken.Seconds, 3), taken.Quality }),
            notTaken = notTaken.Select(reason => new { reason.Reason, reason.Count }),
        });
        string unit = feed.IsPhotos ? "photo" : "frame";
        if (twin is not null)
        {
            terminal.Say($"{AlreadyEnrolled}: {name} is not enrolled, for {twin.Name} is enrolled with this face. --allow-duplicate enrols all the same, --replace enrols {twin.Name} anew.");
        }
        else if (choice.Taken.Count > 0)
        {
            terminal.Say($"Enrolled {name} from {Words.Count(choice.Taken.Count, unit, unit + "s")} of {feed.Count}; {seen.Selection.Count} were good enough.");
            var best = choice.Taken[0];
            terminal.Say($"  Best: {(feed.IsPhotos ? best.Source : $"frame {best.Frame} at {best.Seconds:0.0} s")}, {Describe(best.Quality)}");
        }
        else
        {
            terminal.Say($"{refused.Outcome}: {name} is not enrolled; of {Words.Count(feed.Count, unit, unit + "s")} none was good enough.");
        }
        foreach (var (reason, count) in notTaken)
            terminal.Say($"  Not taken, {Words.Count(count, unit, unit + "s")}: {reason}");
    }

    private static string Describe(FaceQuality quality) =>
        $"{quality.Side:0} pixels wide, sharpness {quality.Sharpness:0.00}, "
        + (quality.Pose is { } pose ? $"turned {Math.Abs(pose.Yaw):0}°, {(pose.Pitch < 0 ? "lowered" : "raised")} {Math.Abs(pose.Pitch):0}°" : $"symmetry {quality.Symmetry:0.00}") + $", brightness {quality.Brightness:0}";

    private static Option<string?> CreateConsent()
    {
        var option = new Option<string?>("--consent") { Description = $"What the person agreed to, in words. Default: \"{OperatorsConsent}\"", HelpName = "TEXT" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value.Length is 0 or > Consent.MaximumLength)
                result.AddError($"--consent has 1 to {Consent.MaximumLength} characters.");
        });
        return option;
    }
}
