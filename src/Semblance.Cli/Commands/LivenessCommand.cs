using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;

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
        CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds, s_policy, CommonOptions.Window, CommonOptions.Pack, CommonOptions.Json,
    }.Runs(Run);

    private static Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var policy = CommonOptions.PolicyOf(arguments, s_policy);
        using var engine = Engine.Start(arguments);
        using var liveness = engine.CreateLiveness();
        using var feed = FrameFeed.Open(arguments, cancellation);
        return Task.FromResult(feed.IsPhotos ? Photos(terminal, engine, liveness, feed, cancellation) : Stream(terminal, arguments, policy, engine, liveness, feed, cancellation));
    }

    private static int Photos(Terminal terminal, Engine engine, LivenessEngine liveness, FrameFeed feed, CancellationToken cancellation)
    {
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        var photos = ProgressDisplay.Run("Looking", feed.Total, report => feed.Read(report, cancellation).Select(frame =>
        {
            using var test = liveness.Begin(LivenessPolicy.Passive);
            test.Add(LivenessFrame.Of(frame.Photo, frame.Time, pipeline.ReadMain(frame.Photo)));
            return (frame.Name, Texture: test.Result.Checks.Single(check => check.Name == CheckNames.Texture));
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

    private static int Stream(Terminal terminal, ParseResult arguments, LivenessPolicy policy, Engine engine, LivenessEngine liveness, FrameFeed feed, CancellationToken cancellation)
    {
        using var prompt = LivePrompt.For(policy, arguments.GetValue(CommonOptions.Window));
        using var test = liveness.Begin(policy, new RandomChallenges());
        var anybody = Decision.Without(Outcome.Match);
        // A camera is left as soon as the answer stands; of a clip all is looked at, as what it shows late counts too.
        var follow = new LiveFollow(engine.CreatePipeline(engine.Pack.Quality.Verification), test, prompt) { ToTheEnd = !feed.IsLive };
        var (_, result) = ProgressDisplay.Run("Looking for a live person", feed.Total, report => follow.Run(
            feed.Read((_, _) => { }, cancellation), () => new Question(_ => anybody, () => anybody), TimeSpan.MaxValue, () => report(feed.Count, null)));
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
