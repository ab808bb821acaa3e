using Semblance.Reports;
using Semblance.Training.Detectors;
using TorchSharp;

namespace Semblance.Training.Tests.Loop;

public class TrainingLoopTests
{
    private static readonly Recipe s_recipe = Recipe.Strong with { Width = 8, Epochs = 3, BatchSize = 12 };
    private static readonly FaceSet s_faces = MadeFaces.Create(people: 5, photos: 6);

    [Fact]
    public void Run_LossThatIsNotFinite_StopsAndLeavesTheCheckpointBefore()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        using var trainer = new SiameseTrainer(s_faces, null, s_recipe, seed: 1);
        var poison = new Immediate(progress =>
        {
            using var noGradient = torch.no_grad();
            if (progress.Step == 4)
                trainer.Network.parameters().First().fill_(float.NaN);
        });

        var failure = Assert.Throws<DataException>(() => new TrainingLoop<Recipe, EpochRecord>(trainer, file).Run(progress: poison));

        Assert.Contains("step 5 is not a finite number", failure.Message);
        using var again = new SiameseTrainer(s_faces, null, s_recipe, seed: 1);
        Assert.True(new TrainingLoop<Recipe, EpochRecord>(again, file).Run(resume: true).Finished);
        Assert.All(Weights.Of(again.Network), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Run_ToTheEnd_TellsHowFarItIsAndHowLongItTakes()
    {
        using var trainer = new SiameseTrainer(s_faces, null, s_recipe, seed: 1);
        var told = new List<TrainingProgress>();
        int recorded = 0;

        new TrainingLoop<Recipe, EpochRecord>(trainer) { Recorded = state => Assert.Equal(++recorded, state.History.Count) }.Run(progress: new Immediate(told.Add));

        int steps = s_recipe.Epochs * trainer.RoundSteps;
        Assert.Equal(Enumerable.Range(1, steps), told.Select(progress => progress.Step));
        Assert.Equal(s_recipe.Epochs, recorded);
        Assert.Equal(recorded, told.Count(progress => progress.IsRoundDone));
        Assert.Equal((1.0, TimeSpan.Zero), (told[^1].Done, told[^1].Left));
        Assert.True(told[0].Left > TimeSpan.Zero && told[0].ImagesPerSecond > 0);
        Assert.StartsWith("epoch 1/3  loss ", told[0].Words);
    }

    // The detector's training in the repository took three hours; it was written before all trainings had one kind of checkpoint.
    [Fact]
    public void Run_DetectorCheckpointOfTheRepository_GoesOnFromItsEnd()
    {
        using var folder = new TemporaryFolder();
        string pack = Path.Combine(TestData.Repository, "packs", "builtin");
        File.Copy(Path.Combine(pack, "training", "detector-checkpoint.bin"), folder.File("checkpoint.bin"));
        using var teacher = MadeScenes.BlindTeacher(folder);
        var recipe = new DetectorRecipe { PixelsPerStep = 819200, LearningRate = 0.002 };
        using var trainer = new DetectorTrainer(MadeScenes.Create(), teacher, recipe, seed: 1, new TrainingLength(null, Minutes: 175));

        var (state, finished) = new TrainingLoop<DetectorRecipe, DetectorRecord>(trainer, folder.File("checkpoint.bin")).Run(resume: true);

        Assert.True(finished);
        Assert.Equal(49957, state.Step);
        Assert.True(state.History[^1].AveragePrecision > state.History[0].AveragePrecision + 0.3);
        Assert.Equal(File.ReadAllBytes(Path.Combine(pack, "detector.onnx")), Semblance.Training.Export.DetectorExport.ToOnnx(trainer.Average));
        // It is written back as checkpoints are today.
        Assert.Equal(state.Step, Checkpoint.Read(folder.File("checkpoint.bin"), trainer).Step);
    }

    [Fact]
    public void Read_CheckpointOfAnotherKind_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        using var siamese = new SiameseTrainer(s_faces, null, s_recipe, seed: 1);
        Checkpoint.Write(file, siamese, new TrainingState<Recipe, EpochRecord>(s_recipe, 1, siamese.Data, 0, 0, Round.Empty, []));
        using var teacher = MadeScenes.BlindTeacher(folder);
        using var detector = new DetectorTrainer(MadeScenes.Create(), teacher, new DetectorRecipe { Width = 8, Pyramid = 8 }, seed: 1, new TrainingLength(1));

        Assert.Contains("no checkpoint of a detector training", Assert.Throws<DataException>(() => Checkpoint.Read(file, detector)).Message);
    }
}
