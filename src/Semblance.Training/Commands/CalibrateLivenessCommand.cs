using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Semblance.Liveness;
using Semblance.Numbers;
using Semblance.Packs;
using Semblance.Training.Data;
using Semblance.Training.Life;
using Semblance.Training.Motion;
using Semblance.Training.Output;
using Semblance.Training.Relighting;
using Semblance.Training.Spoof;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train calibrate-liveness</c>: the limits of the liveness checks, from filmed people and attacks.</summary>
internal static class CalibrateLivenessCommand
{
    private const string Texture = "texture", Motion = "motion", Light = "light", Life = "life";

    private const string NotDerived = "Kept from version 0.1. No recordings at hand say more; the reasons stand at each option of the library.";

    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack's folder.", Required = true };
    private static readonly Option<string> s_data = new("--data") { Description = "The folder with liveness, videos and scenes.", Required = true };
    private static readonly Option<string[]> s_only = Parts();
    private static readonly Option<int> s_seed = NumberOption.Create("--seed", "Of the first attack that is made from each clip for motion.", Limits.None, () => 1);
    private static readonly Option<bool> s_write = new("--write") { Description = "Write the limits and their evidence into the pack's pack.json." };

    public static Command Create()
    {
        var command = new Command("calibrate-liveness", "Derive the limits of a pack's liveness checks: texture and life in one or two minutes of one core each, motion and light in some minutes.") { s_pack, s_data, s_only, s_seed, s_write, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(s_pack));
        string data = arguments.GetRequiredValue(s_data);
        string[] parts = arguments.GetValue(s_only) is { Length: > 0 } only ? only : [Texture, Life, Motion, Light];
        var clock = Stopwatch.StartNew();
        var texture = parts.Contains(Texture) ? DeriveTexture(pack, data) : null;
        var life = parts.Contains(Life) ? DeriveLife(pack, data) : null;
        var motion = parts.Contains(Motion) ? DeriveMotion(pack, data, arguments.GetValue(s_seed)) : null;
        var light = parts.Contains(Light) ? DeriveLight(pack, data) : null;
        PackManifest Changed(PackManifest manifest)
        {
            var options = manifest.Liveness ?? LivenessOptions.Default;
            return manifest with { Spoof = texture ?? manifest.Spoof, Liveness = Explained(options with { Motion = motion ?? options.Motion, Life = life ?? options.Life, Light = light ?? options.Light }) };
        }
        if (arguments.GetValue(s_write))
            PackCalibration.Replace(pack, Changed);
        if (arguments.GetValue(CommonOptions.Json))
        {
            var manifest = Changed(pack.Manifest);
            Console.WriteLine(JsonSerializer.Serialize(new { manifest.Spoof, manifest.Liveness }, PackManifest.Json));
        }
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done in {clock.Elapsed.TotalSeconds:F0} s"));
        return ExitCode.Success;
    }

    private static SpoofEntry DeriveTexture(ModelPack pack, string data)
    {
        var entry = pack.Manifest.Spoof ?? throw new DataException($"The pack {pack.Manifest.Name} has no spoof network (semblance-train add-spoof).");
        using var detector = pack.CreateDetector();
        using var network = pack.CreateSpoofNetwork();
        var trials = StageDisplay.Run("Texture of photos", report => TextureCalibration.Score(data, network, pack, detector, report));
        var (thresholds, evidence) = TextureCalibration.Derive(trials, "semblance-train calibrate-liveness --only texture.");
        foreach (var group in trials.GroupBy(trial => (trial.Set, trial.Attack, trial.IsSeen)))
        {
            double[] scores = [.. group.Select(trial => trial.Score).Order()];
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{group.Key.Set}, {group.Key.Attack ?? "live"}{(group.Key.IsSeen ? ", seen in training" : "")}: {scores.Length}, scores {scores[scores.Length / 20]:F3} {scores[scores.Length / 2]:F3} {scores[^(1 + scores.Length / 20)]:F3}; live {Count(scores, entry.ToThresholds(), LivenessVerdict.Live)} -> {Count(scores, thresholds, LivenessVerdict.Live)}, spoof {Count(scores, entry.ToThresholds(), LivenessVerdict.Spoof)} -> {Count(scores, thresholds, LivenessVerdict.Spoof)}"));
        }
        Console.Error.WriteLine($"texture: {thresholds} (was {entry.ToThresholds()}). {evidence}");
        return entry with { LiveFrom = thresholds.LiveFrom, SpoofBelow = thresholds.SpoofBelow, Evidence = evidence };
    }

    private static MotionOptions DeriveMotion(ModelPack pack, string data, int seed)
    {
        var trials = StageDisplay.Tell("Movement, live and of planar attacks", report => MotionEvaluation.Run(data, pack.Liveness.Motion, report, seeds: 1, firstSeed: seed));
        return MotionCalibration.Derive(trials, pack.Liveness.Motion, $"semblance-train calibrate-liveness --only motion --seed {seed}.", Console.Error.WriteLine);
    }

    private static LifeOptions DeriveLife(ModelPack pack, string data)
    {
        using var detector = pack.CreateDetector();
        var trials = StageDisplay.Tell("Life of people and of stills", report => LifeCalibration.Film(data, pack.Liveness.Life, detector, report));
        foreach (var kind in trials.Where(trial => trial.Changes.Count > 0).GroupBy(trial => trial.Kind))
        {
            double[] most = [.. kind.Select(trial => trial.Changes.Max()).Order()];
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Key ?? "live"}: {most.Length} films, most change of each {most[0]:F3} {most[most.Length / 2]:F3} {most[^1]:F3}"));
        }
        return LifeCalibration.Derive(trials, pack.Liveness.Life, "semblance-train calibrate-liveness --only life.", Console.Error.WriteLine);
    }

    private static LightOptions DeriveLight(ModelPack pack, string data)
    {
        var trials = StageDisplay.Tell("Coloured light on relit clips", report => LightCalibration.Film(data, pack.Liveness.Light, report));
        return LightCalibration.Derive(trials, pack.Liveness.Light, "semblance-train calibrate-liveness --only light.", Console.Error.WriteLine);
    }

    // Whatever nothing was said of was not derived.
    private static LivenessOptions Explained(LivenessOptions options)
    {
        var kept = new Dictionary<string, string> { ["all"] = NotDerived };
        return options with
        {
            Motion = options.Motion.Evidence.Count > 0 ? options.Motion : options.Motion with { Evidence = kept },
            Texture = options.Texture.Evidence.Count > 0 ? options.Texture : options.Texture with { Evidence = kept },
            Life = options.Life.Evidence.Count > 0 ? options.Life : options.Life with { Evidence = kept },
            Challenge = options.Challenge.Evidence.Count > 0 ? options.Challenge : options.Challenge with { Evidence = kept },
            Light = options.Light.Evidence.Count > 0 ? options.Light : options.Light with { Evidence = kept },
            Injection = options.Injection.Evidence.Count > 0 ? options.Injection : options.Injection with { Evidence = kept },
        };
    }

    private static int Count(double[] scores, SpoofThresholds thresholds, LivenessVerdict verdict) => scores.Count(score => thresholds.Judge(score) == verdict);

    private static Option<string[]> Parts()
    {
        var option = new Option<string[]>("--only") { Description = "What to derive; without it everything.", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong(Texture, Life, Motion, Light);
        return option;
    }
}
