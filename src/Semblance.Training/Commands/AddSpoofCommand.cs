using System.CommandLine;
using System.Text.Json.Nodes;
using Semblance.Liveness;
using Semblance.Numbers;
using Semblance.Training.Data;
using Semblance.Training.Export;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train add-spoof</c>: puts a trained spoof network into a pack.</summary>
internal static class AddSpoofCommand
{
    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack's folder; its id and its thresholds of recognition stay.", Required = true };
    private static readonly Option<string> s_spoof = new("--spoof") { Description = "The folder that semblance-train spoof wrote, with spoof.onnx and training.json.", Required = true };
    private static readonly Option<double> s_liveFrom = NumberOption.Create<double>("--live-from", "Scores from here on are live, over 0 and below 1.", Limits.Rate);
    private static readonly Option<double> s_spoofBelow = NumberOption.Create<double>("--spoof-below", "Scores below are an attack, over 0 and no higher than --live-from.", Limits.Rate);
    private static readonly Option<string> s_evidence = new("--evidence") { Description = "How both were chosen and what was measured at them, in words.", Required = true };

    public static Command Create()
    {
        var command = new Command("add-spoof", "Put a trained spoof network into a pack.") { s_pack, s_spoof, s_liveFrom, s_spoofBelow, s_evidence, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_spoof), model = Path.Combine(folder, "spoof.onnx"), training = Path.Combine(folder, "training.json");
        if (new[] { model, training }.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new DataException($"{missing} is missing: give the folder that a finished training wrote.");
        var thresholds = new SpoofThresholds(arguments.GetValue(s_liveFrom), arguments.GetValue(s_spoofBelow));
        if (!thresholds.AreUsable)
            throw new DataException("--live-from and --spoof-below: 0 < spoof-below <= live-from < 1.");
        var state = JsonNode.Parse(File.ReadAllText(training))!;
        var recipe = new JsonObject { ["recipe"] = state["recipe"]?.DeepClone(), ["leftOut"] = state["leftOut"]?.DeepClone(), ["seed"] = state["seed"]?.DeepClone(), ["sources"] = state["sources"]?.DeepClone() };
        var pack = PackSpoof.Write(arguments.GetRequiredValue(s_pack), File.ReadAllBytes(model), thresholds, arguments.GetRequiredValue(s_evidence), recipe);
        Console.Error.WriteLine($"The pack {pack.Id} now tells skin from paper and screens.");
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(new JsonObject { ["pack"] = pack.Id }.ToJsonString());
        return ExitCode.Success;
    }
}
