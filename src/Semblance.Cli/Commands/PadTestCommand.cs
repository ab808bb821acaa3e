using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.CameraTest;
using Semblance.Cli.Setup;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Numbers;
using Semblance.Reports;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance pad-test</c>: how well liveness holds at a camera, against the attacks at hand; and the limits of texture that suit it.</summary>
internal static class PadTestCommand
{
    private const string StandardCamera = "camera:0";

    private static readonly Option<string[]> s_live = new("--live") { Description = "People live: photos, clips, or folders, in which each file or sub-folder is one presentation and its name the person's.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> s_attack = new("--attack") { Description = "Attacks of one kind, such as print=DIR, in the same form.", HelpName = "KIND=PATH", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_from = new("--from") { Description = $"Be led through the test before this camera; a clip may stand for it. Default on a terminal: {StandardCamera}.", HelpName = "SOURCE" };
    private static readonly Option<double> s_seconds = NumberOption.Create("--seconds", "With --from: how long each person and attack is looked at.", Limits.Between(1, 60), () => 5.0);
    private static readonly Option<string?> s_camera = CreateCamera();
    private static readonly Option<string?> s_report = new("--report") { Description = "A folder for report.html, report.json and their signature, report.sig.", HelpName = "DIR" };
    private static readonly Option<bool> s_write = new("--write") { Description = "Store the recommended limits as this camera's own (--camera)." };
    private static readonly Option<bool> s_list = new("--list") { Description = "Show the cameras that have limits of their own." };
    private static readonly Option<string?> s_verify = new("--verify") { Description = "Say whether a report and its signature belong together, and who signed it.", HelpName = "DIR" };
    private static readonly Option<string?> s_signer = new("--signer") { Description = "With --verify: the fingerprint of the key that must have signed. Default: this installation's.", HelpName = "FINGERPRINT" };

    public static Command Create()
    {
        var command = new ExampledCommand(
            "pad-test",
            "Test liveness at your own camera, with people and with the attacks at hand: error rates for each kind with intervals over people, and the policy and limits that suit it. From photos and clips, or led before the camera.",
            "semblance pad-test --from camera:0 --write --report test",
            "semblance pad-test --live people/ --attack print=prints/ phone=phones/ --camera door --report test",
            "semblance pad-test --verify test",
            "semblance pad-test --list")
        {
            s_live, s_attack, s_from, s_seconds, s_camera, s_report, s_write, s_list, s_verify, s_signer, CommonOptions.Pack, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
            bool paths = Given(s_live) || Given(s_attack), list = Given(s_list), verify = Given(s_verify);
            if (new[] { paths, Given(s_from), list, verify }.Count(asked => asked) > 1)
                result.AddError("--live and --attack, --from, --list and --verify are four different things: ask for one.");
            if ((list || verify) && (Given(s_write) || Given(s_report)))
                result.AddError("--list and --verify test nothing, so there is nothing to --write or --report.");
            if (paths && Given(s_write) && !Given(s_camera))
                result.AddError("--write stores the limits of a camera: name it with --camera.");
            if (!verify && Given(s_signer))
                result.AddError("--signer goes with --verify.");
        });
        return command.Runs(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        if (arguments.GetValue(s_list))
            return List(terminal);
        if (arguments.GetValue(s_verify) is { } folder)
            return Verify(terminal, folder, arguments.GetValue(s_signer));
        string[] live = arguments.GetValue(s_live) ?? [], attacks = arguments.GetValue(s_attack) ?? [];
        bool isLed = live.Length + attacks.Length == 0;
        string? from = isLed ? arguments.GetValue(s_from) ?? (Console.IsInputRedirected ? null : StandardCamera) : null;
        if (isLed && from is null)
            throw new UsageException("Name people and attacks (--live DIR --attack print=DIR), or a camera to be led through the test (--from camera:0).");
        string camera = arguments.GetValue(s_camera) ?? (from is null ? "an unnamed camera" : StreamSource.WithoutCredentials(from));
        if (arguments.GetValue(s_write) && !CameraProfiles.IsName(camera))
            throw new UsageException("--write: the source is no name for a profile; give a shorter one with --camera.");
        List<PadSource> sources = [.. live.SelectMany(path => PadSource.At(path, null)), .. attacks.Select(PadSource.ParseAttack).SelectMany(attack => PadSource.At(attack.Path, attack.Kind))];

        using var engine = Engine.Start(arguments);
        // At the pack's own limits: a profile is what is being made.
        engine.PrepareLiveness(LivenessPolicy.Passive, arguments);
        using var texture = engine.CreateTexture();
        var measurement = new PadMeasurement(engine, texture);
        var presentations = from is null
            ? ProgressDisplay.Run("Testing", sources.Count, show => Read(sources, measurement, show, cancellation))
            : await new PadGuide(measurement, from, TimeSpan.FromSeconds(arguments.GetValue(s_seconds))).CollectAsync(cancellation);
        if (presentations.Count == 0)
            throw new UsageException("Nothing was collected.");
        var test = PadTest.Of(camera, presentations, texture.Thresholds);
        return Conclude(terminal, arguments, new PadReport(test, engine.Pack.Id, engine.TextureNetwork, DateTimeOffset.UtcNow));
    }

    private static List<PadPresentation> Read(IReadOnlyList<PadSource> sources, PadMeasurement measurement, Action<double, string?> show, CancellationToken cancellation)
    {
        var all = new List<PadPresentation>();
        foreach (var source in sources)
        {
            all.Add(measurement.Measure(source, cancellation));
            show(all.Count, null);
        }
        return all;
    }

    private static int Conclude(Terminal terminal, ParseResult arguments, PadReport report)
    {
        string? folder = arguments.GetValue(s_report), signer = null, written = null;
        if (folder is not null)
        {
            report.Write(folder);
            signer = ReportSignature.Sign(folder);
        }
        var advice = report.Test.Advice;
        if (arguments.GetValue(s_write) && advice is { Limits: { } limits, Policy: { } policy })
            written = CameraProfiles.Write(new CameraProfile(CameraProfile.CurrentSchema, report.Test.Camera, report.Time, report.Pack, report.TextureNetwork, limits, policy, report.Test.Counts));
        terminal.Document(new Dictionary<string, object?>(report.ToJson()) { ["report"] = folder, ["signer"] = signer, ["written"] = written });
        foreach (string line in PadTestView.Lines(report.Test))
            terminal.Say(line);
        if (folder is not null)
            terminal.Say($"{Path.Combine(folder, PadReport.HtmlFile)} is signed with this installation's key {signer}.");
        if (written is not null)
            terminal.Say($"The limits of {report.Test.Camera} are stored: --camera \"{report.Test.Camera}\", or --from of that name, judges by them.");
        if (!arguments.GetValue(s_write) || written is not null)
            return ExitCode.Success;
        terminal.Say("Nothing is stored, as nothing can be recommended.");
        return ExitCode.OtherOutcome;
    }

    private static int List(Terminal terminal)
    {
        var profiles = CameraProfiles.All();
        terminal.Document(new { cameras = profiles });
        foreach (var profile in profiles)
            terminal.Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{profile.Camera}: live from {profile.Texture.LiveFrom:0.00}, an attack below {profile.Texture.SpoofBelow:0.00}, policy {profile.Policy}; {profile.Basis}; pack {profile.Pack}"));
        if (profiles.Count == 0)
            terminal.Say("No camera has limits of its own.");
        return ExitCode.Success;
    }

    private static int Verify(Terminal terminal, string folder, string? expected)
    {
        var (signer, problem) = ReportSignature.Verify(folder);
        expected ??= InstallationKey.OwnFingerprint();
        bool isOurs = signer is not null && signer.Equals(expected, StringComparison.OrdinalIgnoreCase);
        string sentence = problem ?? (isOurs
            ? $"The report is as it was signed, with the key {signer}."
            : $"The report is as somebody signed it, with the key {signer}, which is not the one that is expected here ({expected ?? "this installation has signed nothing yet"}). If you know the key, name it with --signer.");
        terminal.Document(new { valid = isOurs, signer, reasons = (string[])(isOurs ? [] : [sentence]) });
        terminal.Say(sentence);
        return isOurs ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static Option<string?> CreateCamera()
    {
        var option = new Option<string?>("--camera") { Description = "The camera's name, in the report and for --write. Default with --from: the source.", HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !CameraProfiles.IsName(token.Value))
                result.AddError($"--camera {StreamSource.WithoutCredentials(token.Value)}: give a shorter name, without control characters and passwords.");
        });
        return option;
    }
}
