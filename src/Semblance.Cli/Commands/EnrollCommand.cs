using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Numbers;
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

    private static readonly Option<int?> s_faces = NumberOption.Optional<int>(
        "--faces", "How many faces to store at most, good and different ones; scores are the mean over them. Default: 5 with a pack that aligns by landmarks, else 1.", Limits.Between(1, 20));

    private static readonly Option<string?> s_consent = CreateConsent();

    private static readonly Option<bool> s_keepPhotos = new("--keep-photos") { Description = "The person agrees to their photos being kept, so that another pack can read them anew. Default: none is kept." };

    private static readonly Option<string> s_liveness = CommonOptions.Policy(
        "--liveness", "Whether the person of a camera or clip must be seen live; photos are given on purpose, and whoever gives them answers for them.", LivenessPolicy.Passive, "on", LivenessPolicy.Passive.Name, LivenessPolicy.Off.Name);

    public static Command Create() => new ExampledCommand(
        "enroll",
        "Store good and different faces of a source (sharp, frontal, large) under a name; exit code 1 where none is good enough.",
        "semblance enroll anna --from camera:0",
        "semblance enroll anna --from clip.mp4 --to-time 33%",
        "semblance enroll anna --from photos/ --replace",
        "semblance enroll anna --from photos/ --consent \"Form 7, signed on 1 March\" --keep-photos")
    {
        CommonOptions.Person, CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Rotate, CommonOptions.Seconds,
        s_faces, s_replace, s_consent, s_keepPhotos, s_liveness, CommonOptions.Camera, HomeEnrolment.AllowDuplicate, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
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
        using var feed = FrameFeed.Open(arguments, engine, cancellation);
        // Photos are given on purpose; before a camera and in a clip a live person must be seen.
        var policy = feed.IsPhotos ? LivenessPolicy.Off : CommonOptions.PolicyOf(arguments, s_liveness);
        if (!feed.IsPhotos)
            engine.PrepareLiveness(policy, arguments);

        int most = arguments.GetValue(s_faces) ?? (engine.Pack.Manifest.Alignment == "fivePoint" ? 5 : 1);
        using var session = engine.Faces.Enroll(policy, new EnrolmentOptions { MostFaces = most, KeepPhotos = consent.KeepPhotos, Rotate = feed.Rotation is null ? null : 0 });
        var refused = new List<(string File, IReadOnlyList<string> Reasons)>();
        ProgressDisplay.Run($"Looking at {feed.Name}", feed.Total, report =>
        {
            foreach (var frame in feed.Read(report, cancellation))
            {
                if (!feed.IsPhotos)
                    session.Add(frame);
                else if (session.AddPhoto(frame) is FaceReading.Unusable unusable)
                    refused.Add((frame.Name, unusable.Reasons));
                if (session.Answer.IsFinal)
                    break;
            }
            return session;
        });
        // Faces of a picture that was held up are offered too: the refusal is written into the audit log where enrolments are decided.
        var (looks, notTaken) = session.Conclude().Decision.Outcome is Outcome.Match or Outcome.SpoofSuspected ? session.Choose() : ([], []);
        var choice = new EnrolmentChoice([.. looks.Select(look => look.Candidate)], notTaken);

        if (feed.IsPhotos && refused.Count <= MostPhotosNamed)
        {
            foreach (var (file, reasons) in refused)
                Terminal.Note($"{file}: {string.Join(" ", reasons)}");
        }
        EnrolmentOutcome? outcome = null;
        if (looks.Count > 0)
        {
            Enrollee who = known is null ? new Enrollee.Newcomer(name, consent) : new Enrollee.Replaced(known.Id, consent);
            FaceOrigin origin = feed.IsPhotos ? new FaceOrigin.Photos() : new FaceOrigin.Live(session.Liveness);
            var request = new EnrolmentRequest(who, [.. looks.Select(look => new NewFace(look.Candidate.Embedding, look.Candidate.Quality, look.Pose?.Word(), look.Candidate.Photo))], origin, HomeEnrolment.Operator) { AllowDuplicate = arguments.GetValue(HomeEnrolment.AllowDuplicate) };
            outcome = await store.EnrolAsync(engine.Pack, request, cancellation);
        }
        Show(terminal, name, engine.Pack.Id, feed, session, choice, outcome);
        return outcome is EnrolmentOutcome.Enrolled ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static void Show(Terminal terminal, PersonName name, string pack, FrameFeed feed, EnrolmentSession session, EnrolmentChoice choice, EnrolmentOutcome? outcome)
    {
        var decision = session.Answer.Decision;
        var notTaken = choice.NotTaken.Concat(session.Refused).OrderByDescending(reason => reason.Count).ToList();
        terminal.Document(new
        {
            enrolled = outcome is EnrolmentOutcome.Enrolled,
            outcome = outcome is null ? decision.Outcome.ToString() : HomeEnrolment.Word(outcome),
            reasons = outcome is EnrolmentOutcome.Refused why ? why.Reasons : outcome is null ? decision.Reasons : [],
            person = name.Value,
            sameFace = (outcome as EnrolmentOutcome.FaceOfSomebodyElse)?.Other.Name.Value,
            lookAlikes = HomeEnrolment.LookAlikes(outcome),
            pack,
            frames = feed.Count,
            usable = session.UsableFrames,
            liveness = LivenessView.ToJson(session.Liveness),
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
                terminal.Say($"Enrolled {name} from {Words.Count(choice.Taken.Count, unit, unit + "s")} of {feed.Count}; {session.UsableFrames} were good enough.");
                var best = choice.Taken[0];
                terminal.Say($"  Best: {(feed.IsPhotos ? best.Source : $"frame {best.Frame} at {best.Seconds:0.0} s")}, {Describe(best.Quality)}");
                if (HomeEnrolment.Resemblance(outcome) is { } resemblance)
                    terminal.Say(resemblance);
                break;
            default:
                terminal.Say($"{decision.Outcome}: {name} is not enrolled. {string.Join(" ", decision.Reasons)}");
                break;
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
