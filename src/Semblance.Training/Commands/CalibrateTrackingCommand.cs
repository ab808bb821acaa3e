using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Packs;
using Semblance.Sessions;
using Semblance.Training.Output;
using Semblance.Training.Tracking;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train calibrate-tracking</c>: what counts as a face that stands upright, as a head of its own, and as the same person's.</summary>
internal static class CalibrateTrackingCommand
{
    private const string Upright = "upright", Heads = "heads", Continuity = "continuity";

    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack's folder; its detector gives landmarks.", Required = true };
    private static readonly Option<string> s_data = new("--data") { Description = "The folder with lfw-dev, scenes and videos.", Required = true };
    private static readonly Option<string[]> s_only = Parts();
    private static readonly Option<int> s_photos = NumberOption.Create("--photos", "People of LFW's development set of whom a photo is turned.", Limits.From(30), () => 300);
    private static readonly Option<bool> s_write = new("--write") { Description = "Write the limits and their evidence into the pack's pack.json." };

    public static Command Create()
    {
        var command = new Command("calibrate-tracking", "Derive a pack's limits of upright faces, of one box a head and of a person's continuity: under a minute of one core each.") { s_pack, s_data, s_only, s_photos, s_write, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(s_pack));
        string data = arguments.GetRequiredValue(s_data);
        string[] parts = arguments.GetValue(s_only) is { Length: > 0 } only ? only : [Upright, Heads, Continuity];
        var clock = Stopwatch.StartNew();
        using var engine = pack.Start();
        var upright = parts.Contains(Upright) ? DeriveUpright(engine, data, arguments.GetValue(s_photos)) : null;
        var heads = parts.Contains(Heads) ? ExplainHeads(engine, data) : null;
        var continuity = parts.Contains(Continuity) ? DeriveContinuity(engine, data) : null;
        PackManifest Changed(PackManifest manifest)
        {
            var detection = manifest.Detection ?? DetectionOptions.Default;
            return manifest with { Detection = detection with { Upright = upright ?? detection.Upright, Heads = heads ?? detection.Heads }, Continuity = continuity ?? manifest.Continuity };
        }
        if (arguments.GetValue(s_write))
            PackCalibration.Replace(pack, Changed);
        if (arguments.GetValue(CommonOptions.Json))
        {
            var manifest = Changed(pack.Manifest);
            Console.WriteLine(JsonSerializer.Serialize(new { manifest.Detection, manifest.Continuity }, PackManifest.Json));
        }
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done in {clock.Elapsed.TotalSeconds:F0} s"));
        return ExitCode.Success;
    }

    private static UprightOptions DeriveUpright(FaceEngine engine, string data, int photos)
    {
        var trials = StageDisplay.Run("Photos in four turns", report => UprightCalibration.Look(data, engine, photos, report));
        return UprightCalibration.Derive(trials, engine.Pack.Detection.Upright, $"semblance-train calibrate-tracking --only upright --photos {photos}: LFW's development set.", Console.Error.WriteLine);
    }

    private static HeadOptions ExplainHeads(FaceEngine engine, string data)
    {
        var heads = StageDisplay.Run("Boxes about heads", report => HeadCalibration.Explain(data, engine.Detector, engine.Pack.Detection.Heads, "semblance-train calibrate-tracking --only heads.", report));
        Console.Error.WriteLine($"heads: {heads.Evidence["all"]}");
        return heads;
    }

    private static ContinuityOptions DeriveContinuity(FaceEngine engine, string data)
    {
        var films = StageDisplay.Run("Filmed people", report => ContinuityCalibration.Read(data, engine, report));
        var continuity = ContinuityCalibration.Derive(films, engine.Pack, "semblance-train calibrate-tracking --only continuity.", Console.Error.WriteLine);
        Console.Error.WriteLine($"continuity: {string.Join(" ", continuity.Evidence.Values)}");
        return continuity;
    }

    private static Option<string[]> Parts()
    {
        var option = new Option<string[]>("--only") { Description = "What to derive; without it everything.", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong(Upright, Heads, Continuity);
        return option;
    }
}
