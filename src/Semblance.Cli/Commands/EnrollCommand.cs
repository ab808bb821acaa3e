using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance enroll NAME --from SOURCE</c>: takes the best faces of a source and stores them under a name.</summary>
internal static class EnrollCommand
{
    private const int MostPhotosNamed = 20;
    private const string OperatorsConsent = "The operator of the command line has the person's consent.";

    private static readonly Option<bool> s_replace = new("--replace") { Description = "Replace what is stored under this name." };

    private static readonly Option<int?> s_faces = CreateFaces();

    private static readonly Option<string?> s_consent = CreateConsent();

    private static readonly Option<bool> s_keepPhotos = new("--keep-photos") { Description = "The person agrees to their photos being kept, so that another pack can read them anew. Default: none is kept." };

    private static readonly Option<string> s_liveness = CommonOptions.Policy(
        "--liveness", "Whether the person of a camera or clip must be seen live; photos are given on purpose, and whoever gives them answers for them.", LivenessPolicy.Passive, "on", "off", "passive");

    public static Command Create() => new ExampledCommand(
        "enroll",
        "Store good and different faces of a source (sharp, frontal, large) under a name; exit code 1 where none is good enough.",
        "semblance enroll anna --from camera:0",
        "semblance enroll anna --from clip.mp4 --to-time 33%",
        "semblance enroll anna --from photos/ --replace",
        "semblance enroll anna --from photos/ --consent \"Form 7, signed on 1 March\" --keep-photos")
    {
        CommonOptions.Person, CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds,
        s_faces, s_replace, s_consent, s_keepPhotos, s_liveness, HomeEnrolment.AllowDuplicate, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
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
        using var live = feed.IsPhotos ? null : new LiveLook(CommonOptions.PolicyOf(arguments, s_liveness), engine);
        var seen = new SeenFaces(new EnrolmentSelection(engine.Pack.Comparator, engine.ThresholdFor(null)), consent.KeepPhotos);
        ProgressDisplay.Run($"Looking at {feed.Name}", feed.Total, report =>
        {
            foreach (var frame in feed.Read(report, cancellation))
            {
                var reading = pipeline.ReadMain(frame.Photo);
                live?.Add(frame, reading);
                seen.Add(frame, reading);
            }
            return seen;
        });
        var choice = seen.Selection.Choose(most);

        if (feed.IsPhotos && seen.Refused.Count <= MostPhotosNamed)
        {
            foreach (var (file, reasons) in seen.Refused)
                Terminal.Note($"{file}: {string.Join(" ", reasons)}");
        }
        EnrolmentOutcome? outcome = null;
        if (choice.Taken.Count > 0)
        {
            Enrollee who = known is null ? new Enrollee.Newcomer(name, consent) : new Enrollee.Replaced(known.Id, consent);
            FaceOrigin origin = live is null ? new FaceOrigin.Photos() : new FaceOrigin.Live(live.ResultFor(choice.Taken[0].Embedding, engine.ThresholdFor(null)));
            var request = new EnrolmentRequest(who, [.. choice.Taken.Select(seen.ToFace)], origin, HomeEnrolment.Operator) { AllowDuplicate = arguments.GetValue(HomeEnrolment.AllowDuplicate) };
            outcome = await store.EnrolAsync(engine.Pack, request, cancellation);
        }
        Show(terminal, name, engine.Pack.Id, feed, seen, choice, outcome);
        return outcome is EnrolmentOutcome.Enrolled ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static void Show(Terminal terminal, PersonName name, string pack, FrameFeed feed, SeenFaces seen, EnrolmentChoice choice, EnrolmentOutcome? outcome)
    {
        var refused = seen.Tally.Commonest();
        var notTaken = choice.NotTaken.Concat(seen.Tally.Reasons).OrderByDescending(reason => reason.Count).ToList();
        terminal.Document(new
        {
            enrolled = outcome is EnrolmentOutcome.Enrolled,
            outcome = outcome is null ? refused.Outcome.ToString() : HomeEnrolment.Word(outcome),
            reasons = outcome is EnrolmentOutcome.Refused why ? why.Reasons : [],
            person = name.Value,
            sameFace = (outcome as EnrolmentOutcome.FaceOfSomebodyElse)?.Other.Name.Value,
            lookAlikes = HomeEnrolment.LookAlikes(outcome),
            pack,
            frames = feed.Count,
            usable = seen.Selection.Count,
            taken = choice.Taken.Select(taken => new { name = taken.Source, taken.Frame, seconds = Math.Round(taken.Seconds, 3), taken.Quality }),
            notTaken = notTaken.Select(reason => new { reason.Reason, reason.Count }),
        });
        string unit = feed.IsPhotos ? "photo" : "frame";
        switch (outcome)
        {
            case EnrolmentOutcome.Refused because:
                terminal.Say($"{HomeEnrolment.Word(because)}: {name} is not enrolled. {HomeEnrolment.Reason(because)}");
                break;
            case EnrolmentOutcome.Enrolled:
                terminal.Say($"Enrolled {name} from {Words.Count(choice.Taken.Count, unit, unit + "s")} of {feed.Count}; {seen.Selection.Count} were good enough.");
                var best = choice.Taken[0];
                terminal.Say($"  Best: {(feed.IsPhotos ? best.Source : $"frame {best.Frame} at {best.Seconds:0.0} s")}, {Describe(best.Quality)}");
                if (HomeEnrolment.Resemblance(outcome) is { } resemblance)
                    terminal.Say(resemblance);
                break;
            default:
                terminal.Say($"{refused.Outcome}: {name} is not enrolled; of {Words.Count(feed.Count, unit, unit + "s")} none was good enough.");
                break;
        }
        foreach (var (reason, count) in notTaken)
            terminal.Say($"  Not taken, {Words.Count(count, unit, unit + "s")}: {reason}");
    }

    private static string Describe(FaceQuality quality) =>
        $"{quality.Side:0} pixels wide, sharpness {quality.Sharpness:0.00}, "
        + (quality.Pose is { } pose ? $"turned {Math.Abs(pose.Yaw):0}°, {(pose.Pitch < 0 ? "lowered" : "raised")} {Math.Abs(pose.Pitch):0}°" : $"symmetry {quality.Symmetry:0.00}") + $", brightness {quality.Brightness:0}";

    private static Option<int?> CreateFaces()
    {
        var option = new Option<int?>("--faces")
        {
            Description = "How many faces to store at most, good and different ones; scores are the mean over them. Default: 5 with a pack that aligns by landmarks, else 1.",
            HelpName = "NUMBER",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out int number) && number is < 1 or > 20)
                result.AddError("--faces must lie between 1 and 20.");
        });
        return option;
    }

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
