using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance compare A B</c>: are two photos of one person?</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> s_first = new("A") { Description = "A photo of one person." };
    private static readonly Argument<string> s_second = new("B") { Description = "Another photo of one person." };

    public static Command Create() => new ExampledCommand(
        "compare",
        "Say whether two photos show the same person.",
        "semblance compare passport.jpg today.jpg",
        "semblance compare a.png b.png --pack packs/classic --json")
    {
        s_first, s_second, CommonOptions.Fmr, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(Run);

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var first = PhotoReader.Read(arguments.GetRequiredValue(s_first));
        var second = PhotoReader.Read(arguments.GetRequiredValue(s_second));
        using var engine = Engine.Start(arguments);
        var verifier = engine.CreateVerifier(arguments.GetValue(CommonOptions.Fmr));

        var decision = verifier.Compare(first, second);

        terminal.Document(new
        {
            decision.Outcome,
            decision.Score,
            threshold = verifier.Threshold.Score,
            verifier.Threshold.Fmr,
            pack = engine.Pack.Id,
            decision.Reasons,
        });
        terminal.Say(decision, Words.ScoreAgainst(decision, verifier));
        return ExitCode.Of(decision);
    }
}
