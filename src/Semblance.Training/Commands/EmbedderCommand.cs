using System.CommandLine;
using System.Text.Json.Nodes;
using Semblance.Numbers;
using Semblance.Reports;
using Semblance.Training.Embedder;
using Semblance.Training.Export;
using Semblance.Training.Faces;
using Semblance.Training.Loop;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train embedder</c>: trains the network of the pack <c>builtin</c> towards a grown teacher.</summary>
internal static class EmbedderCommand
{
    internal static Option<string> Data { get; } = new("--data") { Description = "A collection of aligned faces: labelled/IDENTITY/*.jpg and unlabelled/SET/*.jpg, 120 x 120 pixels.", Required = true };
    private static readonly Option<string> s_answers = new("--answers") { Description = "The folder that ask-teacher filled: the teacher's answers about these faces, and made faces.", Required = true };
    private static readonly Option<string> s_out = new("--out") { Description = "Where checkpoints, embedder.onnx, training.json and curves.png go. Choose a folder that lasts: a training takes hours.", Required = true };
    private static readonly Option<int?> s_epochs = NumberOption.Optional<int>("--epochs", "Epochs in all; after each the network is measured and embedder.onnx and embedder.weights are written.", Limits.From(1));
    private static readonly Option<int?> s_decay = NumberOption.Optional<int>("--decay", "During how many of the last epochs the step size falls. A finished training is prolonged from checkpoint.stable.bin, which lies before them.", Limits.From(0));
    private static readonly Option<string[]> s_set = new("--set") { Description = "Change a point of the recipe, as name=value; the names stand in training.json.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_from = new("--from") { Description = "Begin with the weights of an earlier training (its embedder.weights) instead of random ones." };

    private static readonly Option<bool> s_fitLast = new("--fit-last") { Description = "With --from: those weights were learned from other teachers, so fit the last layer to these first." };

    public static Command Create()
    {
        var command = new Command("embedder", "Train the built-in embedder: a small network learns to answer as a large one does, from faces that a webcam might have taken. Ctrl+C saves a checkpoint; --resume goes on.")
        {
            Data, s_answers, s_out, s_epochs, s_decay, s_set, CommonOptions.Seed, s_from, s_fitLast, CommonOptions.Resume, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out);
        bool resume = arguments.GetValue(CommonOptions.Resume);
        string checkpoint = TrainingRun.Checkpoint(folder, resume);
        PictureFont.Require();
        var device = TrainingRun.Start(arguments);
        Directory.CreateDirectory(folder);
        var recipe = RecipeOf(arguments);

        var collection = StageDisplay.Run("Reading faces", report => AlignedFaces.Read(arguments.GetRequiredValue(Data), report));
        string answersFolder = arguments.GetRequiredValue(s_answers);
        var answers = StageDisplay.Run("Reading the teacher's answers", _ => TeacherAnswers.Read(answersFolder, collection, recipe.Dimension));
        var made = MadeFaceFiles.Read(answersFolder, answers.Teacher, answers.Projection);
        var set = EmbedderTrainingSet.Of(collection, answers.Split, answers.Faces, recipe);
        var strangers = new StrangerTest(collection, answers.Split, answers.Faces, set.Looks);
        Console.Error.WriteLine($"Learning from {set.Count} faces of {set.Prototypes.Length / set.Dimension} people and {made.Count} made ones; {set.LeftOut} faces were left out because the teacher finds them too like somebody held out.");
        Console.Error.WriteLine($"The teacher on {answers.Split.Validation.Count} people never seen ({strangers.Count} photos): {Words(strangers.MeasureTeacher())}.");

        using var trainer = new EmbedderTrainer(collection, set, made, strangers, recipe, arguments.GetValue(CommonOptions.Seed), resume || arguments.GetValue(s_from) is not { } from ? null : new FirstWeights(from, arguments.GetValue(s_fitLast)), device);
        var (state, finished) = TrainingRun.Run(trainer, checkpoint, resume, done => Export(folder, trainer, Summary(done, set.Count, made.Count), done.History));
        if (!finished)
            return ExitCode.OtherOutcome;
        Console.Error.WriteLine($"Wrote {Path.Combine(folder, "embedder.onnx")} ({trainer.Average.ParameterCount / 1e6:F2} million weights).");
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(Summary(state, set.Count, made.Count).ToJsonString());
        return ExitCode.Success;
    }

    private static EmbedderRecipe RecipeOf(ParseResult arguments)
    {
        var recipe = RecipeJson.Change(new EmbedderRecipe(), arguments.GetValue(s_set) ?? []);
        return recipe with { Epochs = arguments.GetValue(s_epochs) ?? recipe.Epochs, Decay = arguments.GetValue(s_decay) ?? recipe.Decay };
    }

    // After every epoch, so that whatever happens to a machine, what was learned until then can be used.
    private static void Export(string folder, EmbedderTrainer trainer, JsonObject summary, IReadOnlyList<EmbedderEpoch> history)
    {
        TrainingRun.Replace(Path.Combine(folder, "embedder.onnx"), OnnxExport.ToOnnx(trainer.Average));
        trainer.SaveWeights(Path.Combine(folder, "embedder.weights"));
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        SaveCurves(Path.Combine(folder, "curves.png"), history);
        var last = history[^1];
        var scores = new StrangerScores(last.StrangerCosine, last.Eer, last.Tar, last.StrictTar, last.LookFmr);
        Console.Error.WriteLine($"epoch {last.Epoch}: loss {last.Loss:F3}, cosine {last.Cosine:F3}, nearest {100 * last.Accuracy:F1} %; strangers: {Words(scores)}; {last.Seconds:F0} s");
    }

    private static string Words(StrangerScores scores) =>
        $"cosine {scores.Cosine:F3}, EER {100 * scores.Eer:F2} %, TAR {100 * scores.Tar:F1} % at FMR 0.1 % (which is {100 * scores.LookFmr:F2} % within looks), {100 * scores.StrictTar:F1} % at 0.01 %";

    private static void SaveCurves(string file, IReadOnlyList<EmbedderEpoch> history)
    {
        TrainingCurves.Save(file, "Epoch",
            new CurvePanel("Loss", "Mean loss", false, Line("varied training faces", epoch => epoch.Loss)),
            new CurvePanel("Cosine to the teacher", "Mean cosine", false, Line("varied training faces", epoch => epoch.Cosine), Line("people never seen", epoch => epoch.StrangerCosine)),
            new CurvePanel("People never seen, all pairs", "True accept rate", true, Line("at FMR 0.1 %", epoch => epoch.Tar), Line("at FMR 0.01 %", epoch => epoch.StrictTar)));

        CurveLine Line(string label, Func<EmbedderEpoch, double?> value) => new(label, [.. history.Select(epoch => ((double)epoch.Epoch, value(epoch)))]);
    }

    private static JsonObject Summary(TrainingState<EmbedderRecipe, EmbedderEpoch> state, int faces, int made) =>
        new() { ["recipe"] = RecipeJson.Of(state.Recipe), ["seed"] = state.Seed, ["faces"] = faces, ["made"] = made, ["epochs"] = RecipeJson.Of(state.History) };
}
