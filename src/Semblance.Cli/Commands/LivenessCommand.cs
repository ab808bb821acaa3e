using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Liveness;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance liveness --from SOURCE</c>: is a live person before the camera? Whoever it is.</summary>
internal static class LivenessCommand
{
    private const string StillReason = "A photo is never live, whatever it shows: that needs a camera or a clip.";

    private static readonly Option<string> s_policy = CommonOptions.Policy(
        "--policy", "What is asked for.", LivenessPolicy.Passive, ["on", .. LivenessPolicy.All.Where(policy => policy.IsOn).Select(policy => policy.Name)]);

    public static Command Create() => new ExampledCommand(
        "liveness",
        "Say whether a live person is before the camera, check by check. Photos get a texture score each, and are never live. Exit code 0 for live, 1 for everything else.",
        "semblance liveness --from camera:0",
        "semblance liveness --from camera:0 --policy challenge",
        "semblance liveness --from clip.mp4 --json")
    {
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Rotate, CommonOptions.Seconds, s_policy, CommonOptions.Camera, CommonOptions.Window, CommonOptions.Pack, CommonOptions.Json,
    }.Runs(Run);

    private static Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var policy = CommonOptions.PolicyOf(arguments, s_policy);
        using var engine = Engine.Start(arguments);
        engine.PrepareLiveness(policy, arguments);
        using var feed = FrameFeed.Open(arguments, engine, cancellation);
        return Task.FromResult(feed.IsPhotos ? Photos(terminal, engine, feed, cancellation) : Stream(terminal, arguments, policy, engine, feed, cancellation));
    }

    private static int Photos(Terminal terminal, Engine engine, FrameFeed feed, CancellationToken cancellation)
    {
        var photos = ProgressDisplay.Run("Looking", feed.Total, report => feed.Read(report, cancellation).Select(frame =>
        {
            using var session = engine.Faces.CheckLiveness(LivenessPolicy.Passive);
            session.Add(frame.Photo, TimeSpan.Zero);
            return (frame.Name, Texture: session.Conclude().Liveness.Checks.Single(check => check.Name == CheckNames.Texture));
        }).ToList());
        // Of one photo its check; of several the worst.
        var worst = photos.MinBy(photo => photo.Texture.Score ?? 0).Texture;
        bool isSpoof = photos.Any(photo => photo.Texture.Verdict == LivenessVerdict.Spoof);
        string verdict = (isSpoof ? LivenessVerdict.Spoof : LivenessVerdict.Unsure).ToString().ToLowerInvariant();
        terminal.Document(new
        {
            verdict,
            policy = LivenessPolicy.Passive.Name,
            checks = new[] { LivenessView.ToJson(worst) },
            reasons = (string[])[StillReason],
            photos = photos.Select(photo => new { file = photo.Name, checks = new[] { LivenessView.ToJson(photo.Texture) } }),
        });
        terminal.Say($"{verdict}  {StillReason}");
        foreach (var (name, texture) in photos)
            terminal.Say($"  texture   {texture.Verdict.ToString().ToLowerInvariant(),-8}{texture.Score,-6:0.00}{name}");
        return ExitCode.OtherOutcome;
    }

    private static int Stream(Terminal terminal, ParseResult arguments, LivenessPolicy policy, Engine engine, FrameFeed feed, CancellationToken cancellation)
    {
        using var prompt = LivePrompt.For(policy, arguments.GetValue(CommonOptions.Window));
        // A camera is left as soon as the answer stands; of a clip all is looked at, as what it shows late counts too.
        using var session = engine.Faces.CheckLiveness(policy, LiveLoop.OptionsFor(feed, isTimed: false) with { ToTheEnd = !feed.IsLive });
        var result = LiveLoop.Run(session, feed, prompt, "Looking for a live person", cancellation).Liveness;
        terminal.Document(new
        {
            verdict = result.Word,
            policy = policy.Name,
            checks = result.Checks.Select(LivenessView.ToJson),
            result.Reasons,
            result.Signs,
            frames = feed.Count,
            feed.Seconds,
        });
        terminal.Say($"{result.Word}  policy {policy.Name}, {Words.Count(feed.Count, "frame", "frames")}, {feed.Seconds:0.0} s");
        foreach (string line in LivenessView.Lines(result))
            terminal.Say(line);
        return result.Verdict == LivenessVerdict.Live ? ExitCode.Success : ExitCode.OtherOutcome;
    }
}
