using Semblance.Training.Detectors;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Refiner;
using Semblance.Training.Spoof;
using Semblance.Training.Tests.Embedder;
using Semblance.Training.Tests.Faces;
using Semblance.Training.Tests.Spoof;
using TorchSharp;

namespace Semblance.Training.Tests.Loop;

public class ComputeDeviceTests
{
    public static TheoryData<string> Trainers => ["pairs", "identities", "embedder", "detector", "landmarks", "spoof"];

    // The device "meta" knows shapes and no numbers. As on a GPU, a network must be moved to it, and tensors left behind on the CPU do not mix with its own.
    [Theory]
    [MemberData(nameof(Trainers))]
    public void Steps_OnAnotherDevice_StayThereOnTheWayToTheLossAndBack(string trainer)
    {
        using var folder = new TemporaryFolder();
        var meta = new torch.Device(DeviceType.META);
        var recipe = new Recipe { Name = "test", Network = LessonNetwork.Name, Objective = Objective.Contrastive, Epochs = 1, BatchSize = 8, LearningRate = 1e-3 };
        switch (trainer)
        {
            case "pairs": Check(new SiameseTrainer(MadeFaces.Create(people: 3, photos: 4), null, recipe, seed: 1, meta)); break;
            case "identities": Check(new SiameseTrainer(MadeFaces.Create(people: 3, photos: 4), null, Recipe.Strong with { Width = 4, BatchSize = 6 }, seed: 1, meta)); break;
            case "embedder": Check(Embedder(meta)); break;
            case "detector":
                using (var teacher = MadeScenes.BlindTeacher(folder))
                    Check(new DetectorTrainer(MadeScenes.Create(), teacher, new DetectorRecipe { Width = 8, Pyramid = 8, PixelsPerStep = 256 * 256 }, seed: 1, new TrainingLength(1), meta), takesStep: false);
                break;
            case "landmarks":
                var sample = new LandmarkSample(new byte[3 * LandmarkSample.Side * LandmarkSample.Side], [.. Enumerable.Range(0, 5).Select(i => new Point(60 + 10 * i, 80))]);
                Check(new LandmarkTrainer([sample], new LandmarkRecipe(Steps: 1, BatchSize: 4), seed: 1, meta));
                break;
            default: Check(new SpoofTrainer(SpoofSplit.Of(MadeSpoofs.Sources(2), []), new SpoofRecipe { Steps = 1, BatchSize = 4 }, [], seed: 1, device: meta)); break;
        }
    }

    [Fact]
    public void Named_Cpu_IsTheCpu() => Assert.Equal(DeviceType.CPU, ComputeDevice.Named("cpu").type);

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public void Named_GpuThatIsNotThere_SaysWhyInOneSentence(string name)
    {
        Assert.SkipWhen(torch.cuda.is_available(), "This machine has a GPU.");

        string refusal = Assert.Throws<DataException>(() => ComputeDevice.Named(name)).Message;

        Assert.StartsWith($"--device {name}: ", refusal);
        Assert.Contains("docs/training.md", refusal);
    }

    private static EmbedderTrainer Embedder(torch.Device device)
    {
        var recipe = EmbedderTrainerTests.Short;
        var faces = MadeAlignedFaces.Create(people: 12, photos: 4);
        var (teacher, split) = (MadeAlignedFaces.Teach(faces), FaceSplit.Of(faces, otherPeople: 2, validationPeople: 2));
        var set = EmbedderTrainingSet.Of(faces, split, teacher, recipe);
        return new EmbedderTrainer(faces, set, EmbedderTrainerTests.Make(20), new StrangerTest(faces, split, teacher, set.Looks), recipe, seed: 1, device: device);
    }

    // Cutting gradients to a length needs that length as a number, which "meta" does not have: then the step itself is left out.
    private static void Check<TRecipe, TRecord>(Trainer<TRecipe, TRecord> trainer, bool takesStep = true) where TRecipe : IEquatable<TRecipe>
    {
        using (trainer)
        using (var steps = trainer.Steps(0).GetEnumerator())
        {
            Assert.True(steps.MoveNext());
            using var scope = TorchScope.Enter();
            trainer.Network.train();
            trainer.Optimizer.ZeroGradients();
            var step = steps.Current();
            step.Loss.backward();
            if (takesStep)
                trainer.Optimizer.Step(1);
            if (trainer.Average is { } average)
                WeightAverage.Update(average, trainer.Network, 0.9, step: 0);

            Assert.All(step.Measures.Append(step.Loss), scalar => Assert.Equal((DeviceType.META, 0), (scalar.device_type, scalar.shape.Length)));
            Assert.All(trainer.Network.parameters(), weight => Assert.Equal(DeviceType.META, weight.grad!.device_type));
        }
    }
}
