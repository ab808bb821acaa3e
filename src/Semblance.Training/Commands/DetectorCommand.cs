using System.CommandLine;
using System.Text.Json.Nodes;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Detectors;
using Semblance.Training.Export;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train detector</c>: trains the face detector on composed scenes, with a teacher that says what is to be seen in them.</summary>
internal static class DetectorCommand
{
    private const string ModelFile = "detector.onnx";

    private static readonly Option<string> s_data = new("--data") { Description = "The folder that holds scenes/ (wider-train, portraits, celebrities with their CSV) and faces/unlabelled.", Required = true };
    private static readonly Option<string> s_teacher = new("--teacher") { Description = "An ONNX detector with YuNet's outputs and free input size.", Required = true };
    private static readonly Option<string> s_out = new("--out") { Description = "The folder for detector.onnx, checkpoint.bin, training.json and curves.png.", Required = true };
    private static readonly Option<double?> s_minutes = NumberOption.Optional<double>("--minutes", "Train that many minutes at this machine's speed (measurements not counted).", Limits.Within(0, 1_000_000));
    private static readonly Option<int?> s_steps = NumberOption.Optional<int>("--steps", "Train that many steps.", Limits.From(1));
    private static readonly Option<double> s_every = NumberOption.Create<double>("--measure-every", "Minutes between two measurements on held-out photos; each writes detector.onnx.", Limits.Within(0, 1_000_000), () => 6);
    private static readonly Option<string[]> s_set = new("--set") { Description = "Change a point of the recipe: --set width=12 learningRate=0.002", AllowMultipleArgumentsPerToken = true };

    public static Command Create()
    {
        var command = new Command("detector", "Train the face detector. Ctrl+C saves a checkpoint; --resume goes on.")
        {
            s_data, s_teacher, s_out, s_minutes, s_steps, s_every, s_set, CommonOptions.Seed, CommonOptions.Resume, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out);
        bool resume = arguments.GetValue(CommonOptions.Resume);
        var length = new TrainingLength(arguments.GetValue(s_steps), arguments.GetValue(s_minutes));
        if (length.Steps is null == length.Minutes is null)
            throw new DataException("Give either --minutes or --steps.");
        string checkpoint = TrainingRun.Checkpoint(folder, resume);
        PictureFont.Require();
        var device = TrainingRun.Start(arguments);
        var recipe = RecipeJson.Change(new DetectorRecipe(), arguments.GetValue(s_set) ?? []);
        string teacherFile = arguments.GetRequiredValue(s_teacher);
        if (!File.Exists(teacherFile))
            throw new DataException($"{teacherFile}: no such file; --teacher takes the ONNX file of a finished detector.");
        using var teacher = new GridTeacher(teacherFile);
        using var reference = new GridFaceDetector(File.ReadAllBytes(teacherFile), new GridOptions { MinScore = 0.5f });
        var scenes = SceneSet.Read(arguments.GetRequiredValue(s_data), reference);
        Console.Error.WriteLine($"Learning from {scenes.Crowds.Count + scenes.Portraits.Count} photos and {scenes.Tight.Count} close-ups; {scenes.HeldOutCrowds.Count + scenes.HeldOutPortraits.Count} photos are held out.");

        Directory.CreateDirectory(folder);
        using var trainer = new DetectorTrainer(scenes, teacher, recipe, arguments.GetValue(CommonOptions.Seed), length, device)
        {
            MeasureEvery = TimeSpan.FromMinutes(arguments.GetValue(s_every)),
            Measure = (network, record) => Measure(folder, scenes, network, record),
        };
        var (state, finished) = TrainingRun.Run(trainer, checkpoint, resume);
        var summary = new JsonObject { ["recipe"] = RecipeJson.Of(recipe), ["seed"] = state.Seed, ["step"] = state.Step, ["seconds"] = state.Seconds, ["history"] = RecipeJson.Of(state.History) };
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        if (state.History.Count > 0)
            DetectorCurves.Save(Path.Combine(folder, "curves.png"), state.History);
        if (finished)
        {
            TrainingRun.Replace(Path.Combine(folder, ModelFile), DetectorExport.ToOnnx(trainer.Average));
            Console.Error.WriteLine($"Wrote {Path.Combine(folder, ModelFile)} ({trainer.Average.ParameterCount / 1000} thousand weights).");
        }
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(summary.ToJsonString(RecipeJson.Options));
        return finished ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    // The file is the averaged network, and what is measured is the file.
    private static DetectorRecord Measure(string folder, SceneSet scenes, DetectorNetwork network, DetectorRecord record)
    {
        byte[] model = DetectorExport.ToOnnx(network);
        TrainingRun.Replace(Path.Combine(folder, ModelFile), model);
        using var detector = new GridFaceDetector(model, new GridOptions { MinScore = 0.02f });
        var quality = AveragePrecision.Compute(DetectorMeasures.Detect(detector, scenes.HeldOutCrowds), minSize: 15);
        var (error, missed) = DetectorMeasures.LandmarkError(detector, scenes.HeldOutPortraits);
        Console.Error.WriteLine($"step {record.Step}  {record.Seconds / 60:F1} min  losses {record.ScoreLoss:F3} {record.BoxLoss:F4} {record.PointLoss:F4}  AP {quality.Value:F4}  landmarks {100 * error:F2} %  missed {missed}");
        return record with { AveragePrecision = quality.Value, LandmarkError = error, Missed = missed };
    }
}
