using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;

namespace Semblance.Cli.Commands;

/// <summary>
/// <c>semblance verify NAME --from SOURCE</c>: is the person before the camera who they claim to be? Over a video or camera the
/// evidence of the usable frames decides as soon as it suffices; with a pack that has none, the mean of the first 15. Photos are no
/// sequence: the mean of all usable ones decides, and as no photo is live, only with liveness off.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create() => new ExampledCommand(
        "verify",
        "Say whether a person is who they claim to be, and live: by the evidence of usable frames as soon as it suffices. Photos can only be compared with --liveness off, by their mean.",
        "semblance verify anna --from camera:0",
        "semblance verify anna --from clip.mp4 --from-time 33% --json",
        "semblance verify anna --from photos --liveness off")
    {
        CommonOptions.Person,
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Rotate, CommonOptions.Seconds,
        CommonOptions.Liveness, CommonOptions.Camera, CommonOptions.Window, CommonOptions.Fmr, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var person = await store.Gallery.RequireAsync(arguments.GetRequiredValue(CommonOptions.Person), cancellation);
        var name = person.Name;
        using var engine = Engine.Start(arguments);
        var template = await store.Gallery.RequireTemplateAsync(person, engine.Pack.Id, cancellation);
        double? fmr = HomeStore.RequireRate(person, engine.Pack, arguments.GetValue(CommonOptions.Fmr));
        var verifier = engine.CreateVerifier(fmr);
        using var feed = FrameFeed.Open(arguments, engine, cancellation);
        var policy = CommonOptions.PolicyOf(arguments, CommonOptions.Liveness);
        engine.PrepareLiveness(policy, arguments);

        var (decision, liveness) = feed.IsPhotos
            ? StillPhotos.Join(policy, ProgressDisplay.Run($"Verifying {name}", feed.Total, report => verifier.VerifyPhotos(feed.Read(report, cancellation).Select(frame => frame.Photo), template)))
            : Follow(arguments, engine, template, policy, fmr, feed, $"Verifying {name}", cancellation);

        await store.NoteAsync("face.verified", person.Id, outcome: decision.Outcome);
        terminal.Document(new
        {
            decision.Outcome,
            person = name.Value,
            frames = feed.Count,
            feed.Seconds,
            verifier.Threshold.Fmr,
            liveness = LivenessView.ToJson(liveness),
            decision.Reasons,
        });
        string frames = feed.IsPhotos ? Words.Count(feed.Count, "photo", "photos") : $"{Words.Count(feed.Count, "frame", "frames")}, {feed.Seconds:0.0} s";
        terminal.Say(decision, $"{name}: {Words.ScoreAgainst(decision, verifier)}, {frames}, liveness {liveness.Word}");
        return ExitCode.Of(decision);
    }

    private static (Decision Decision, LivenessResult Liveness) Follow(
        ParseResult arguments, Engine engine, Template template, LivenessPolicy policy, double? fmr, FrameFeed feed, string title, CancellationToken cancellation)
    {
        using var prompt = LivePrompt.For(policy, arguments.GetValue(CommonOptions.Window));
        var options = LiveLoop.OptionsFor(feed, isTimed: arguments.GetValue(CommonOptions.Seconds) is not null) with { Fmr = fmr };
        using var session = engine.Faces.Verify(template, policy, options);
        var answer = LiveLoop.Run(session, feed, prompt, title, cancellation);
        return (answer.Decision, answer.Liveness);
    }
}
