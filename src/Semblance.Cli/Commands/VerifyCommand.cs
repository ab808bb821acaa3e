using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Cli.Commands;

/// <summary>
/// <c>semblance verify NAME --from SOURCE</c>: is the person before the camera who they claim to be? Over a video or camera the
/// first full window of 15 usable frames decides. Photos are no sequence: the mean of all usable ones decides.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create() => new ExampledCommand(
        "verify",
        "Say whether a person is who they claim to be, by the mean of 15 usable frames, or of all usable photos.",
        "semblance verify anna --from camera:0",
        "semblance verify anna --from clip.mp4 --from-time 33% --json")
    {
        CommonOptions.Person,
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds,
        CommonOptions.Fmr, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(Run);

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var name = PersonName.Parse(arguments.GetRequiredValue(CommonOptions.Person));
        var template = CommonOptions.OpenGallery().Load(name);
        using var engine = Engine.Start(arguments);
        engine.RequireSamePack(template);
        var verifier = engine.CreateVerifier(arguments.GetValue(CommonOptions.Fmr));
        using var feed = FrameFeed.Open(arguments, cancellation);
        Terminal.Note("Liveness is not checked by this version: a photo or a recording of the person is accepted too.");

        var decision = feed.IsPhotos
            ? ProgressDisplay.Run($"Verifying {name}", feed.Total, report => verifier.VerifyPhotos(feed.Read(report, cancellation).Select(frame => frame.Photo), template))
            : ProgressDisplay.Run($"Verifying {name}", MeanOfFrames.LessonWindow, report => Follow(verifier.Begin(template), feed.Read((_, _) => { }, cancellation), report));

        terminal.Document(new
        {
            decision.Outcome,
            person = name.Value,
            frames = feed.Count,
            feed.Seconds,
            verifier.Threshold.Fmr,
            liveness = new { policy = "off", verdict = "notChecked" },
            decision.Reasons,
        });
        string frames = feed.IsPhotos ? Words.Count(feed.Count, "photo", "photos") : $"{Words.Count(feed.Count, "frame", "frames")}, {feed.Seconds:0.0} s";
        terminal.Say(decision, $"{name}: {Words.ScoreAgainst(decision, verifier)}, {frames}");
        return ExitCode.Of(decision);
    }

    private static Decision Follow(ClaimVerification claim, IEnumerable<Frame> frames, Action<double, string?> report)
    {
        foreach (var frame in frames)
        {
            if (claim.Add(frame.Photo).Outcome != Outcome.Undecided)
                break;
            report(claim.FramesThatCount, null);
        }
        return claim.Conclude();
    }
}
