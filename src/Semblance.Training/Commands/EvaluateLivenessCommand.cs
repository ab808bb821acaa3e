using System.CommandLine;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.OpenCv;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Liveness;
using Semblance.Training.Motion;
using Semblance.Training.Output;
using Semblance.Training.Puppets;
using Semblance.Training.Relighting;
using Semblance.Training.Spoof;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train evaluate-liveness</c>: attacks and people, check by check and policy by policy.</summary>
internal static class EvaluateLivenessCommand
{
    private const string Texture = "texture", Motion = "motion", Challenge = "challenge", Light = "light", Policies = "policies", Puppets = "puppets", Times = "times";

    private static readonly string[] s_parts = [Texture, Motion, Challenge, Light, Policies, Puppets, Times];

    private static readonly Option<string> s_data = new("--data") { Description = "The folder with liveness, videos and scenes.", Required = true };
    private static readonly Option<string?> s_pack = new("--pack") { Description = "The pack's folder; without it the built-in one." };
    private static readonly Option<string[]> s_only = Parts();
    private static readonly Option<string?> s_folds = new("--folds") { Description = "For texture: a folder with trainings that left somebody out (semblance-train spoof --leave-out), each in a folder of its own." };
    private static readonly Option<string?> s_report = new("--report") { Description = "A folder for report.md, report.json, presentations.csv, roc.png and worst-cases.png." };
    private static readonly Option<bool> s_faces = new("--faces") { Description = "Show faces in worst-cases.png as they are; otherwise nobody can be recognised there." };
    private static readonly Option<int> s_resamples = NumberOption.Create("--resamples", "Bootstrap resamples behind the intervals; 0 for none.", Limits.From(0), () => 1000);

    public static Command Create()
    {
        var command = new Command("evaluate-liveness", "Measure liveness checks and policies: APCER for each kind of attack and set, BPCER, with intervals over people.")
        {
            s_data, s_pack, s_only, s_folds, s_resamples, s_report, s_faces, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string? folder = arguments.GetValue(s_report);
        if (folder is not null)
            PictureFont.Require();
        var pack = ModelPack.Load(arguments.GetValue(s_pack) ?? ModelPack.BuiltinFolder);
        using var engine = pack.Start(pack.CreateDetector());
        string[] parts = arguments.GetValue(s_only) is { Length: > 0 } only ? only : s_parts;
        string? folds = arguments.GetValue(s_folds);
        if (parts.Contains(Texture) && folds is null)
            throw new DataException("Texture is measured on people whom no training saw: --folds names the trainings. --only measures other parts without it.");
        var presentations = Measure(arguments.GetRequiredValue(s_data), parts, folds, engine);
        var metrics = presentations.GroupBy(one => one.Check).Select(check => PresentationMetrics.Of([.. check], arguments.GetValue(s_resamples))).ToList();
        Console.Error.Write(LivenessReport.ToMarkdown(metrics));
        if (parts.Contains(Times))
            Console.Error.WriteLine(TurnTimes.Measure(engine.Pack.Liveness.Challenge));
        if (folder is not null)
            LivenessReport.Write(folder, presentations, metrics, Picture, arguments.GetValue(s_faces));
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(LivenessReport.ToJson(metrics));
        return ExitCode.Success;
    }

    private static List<Presentation> Measure(string data, string[] parts, string? folds, FaceEngine engine)
    {
        var all = new List<Presentation>();
        if (parts.Contains(Texture))
        {
            var thresholds = engine.Pack.Manifest.Spoof?.ToThresholds() ?? throw new DataException($"The pack {engine.Pack.Manifest.Name} has no thresholds for texture.");
            all.AddRange(StageDisplay.Run("Texture", report => SpoofEvaluation.Run(data, folds!, thresholds, engine.Pack.Liveness.Texture, engine.Detector, report)));
        }
        if (parts.Contains(Motion))
            all.AddRange(StageDisplay.Tell("Movement, live and of planar attacks", report => MotionEvaluation.Run(data, engine.Pack.Liveness.Motion, report)).Select(trial => trial.Presentation));
        if (parts.Contains(Challenge))
            all.AddRange(StageDisplay.Run("Head turns against recordings", report => ChallengeEvaluation.Run(LivenessClip.All(data), engine, report)));
        if (parts.Contains(Light))
            all.AddRange(StageDisplay.Tell("Coloured light on relit clips", report => LightEvaluation.Run(data, engine.Pack.Liveness.Light, report)));
        if (parts.Contains(Policies) || parts.Contains(Puppets))
            engine.UseLiveness(() => new LucasKanadeTracker());
        if (parts.Contains(Policies))
            all.AddRange(StageDisplay.Run("Policies on clips", report => PolicyEvaluation.Run(LivenessClip.All(data), engine, report)));
        if (parts.Contains(Puppets))
            all.AddRange(StageDisplay.Run("Photos bent like heads", report => PuppetEvaluation.Run(LivenessClip.All(data), engine, report)));
        return all;
    }

    // Of a video the first frame.
    private static Photo Picture(string file)
    {
        if (PhotoReader.Extensions.Contains(Path.GetExtension(file)))
            return PhotoReader.Read(file);
        using var video = new VideoFileSource(file);
        return video.Read()!.Photo;
    }

    private static Option<string[]> Parts()
    {
        var option = new Option<string[]>("--only") { Description = "What to measure; without it everything, which takes half an hour or more.", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong(s_parts);
        return option;
    }
}
