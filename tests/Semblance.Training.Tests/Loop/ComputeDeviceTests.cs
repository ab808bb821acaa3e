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
    // The device "meta" knows shapes and no numbers. As on a GPU, networks must be moved to it, and what was left on the CPU does not mix with what lies there.
    // It lacks convolutions and more, so a whole step cannot be tried on it.
    private static readonly torch.Device s_meta = new(DeviceType.META);

    public static TheoryData<string> Trainers => ["pairs", "identities", "embedder", "detector", "landmarks", "spoof"];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Trainer_OnAnotherDevice_HasWeightsMeanAndOptimizerThere(string trainer)
    {
        using var folder = new TemporaryFolder();
        switch (trainer)
        {
            case "pairs": Check(new SiameseTrainer(MadeFaces.Create(people: 3, photos: 4), null, Recipe.Lesson with { Network = ResidualNetwork.Name, Width = 8 }, seed: 1, s_meta)); break;
            case "identities": Check(new SiameseTrainer(MadeFaces.Create(people: 3, photos: 4), null, Recipe.Strong with { Width = 8, BatchSize = 6 }, seed: 1, s_meta)); break;
            case "embedder": Check(Embedder()); break;
            case "detector":
                using (var teacher = MadeScenes.BlindTeacher(folder))
                    Check(new DetectorTrainer(MadeScenes.Create(), teacher, new DetectorRecipe { Width = 8, Pyramid = 8 }, seed: 1, new TrainingLength(1), s_meta), takesStep: false);
                break;
            case "landmarks":
                var sample = new LandmarkSample(new byte[3 * LandmarkSample.Side * LandmarkSample.Side], [.. Enumerable.Range(0, 5).Select(i => new Point(60 + 10 * i, 80))]);
                Check(new LandmarkTrainer([sample], new LandmarkRecipe(Steps: 1, BatchSize: 4), seed: 1, s_meta));
                break;
            default: Check(new SpoofTrainer(SpoofSplit.Of(MadeSpoofs.Sources(2), []), new SpoofRecipe { Steps = 1, BatchSize = 4 }, [], seed: 1, device: s_meta)); break;
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

    private static EmbedderTrainer Embedder()
    {
        var recipe = EmbedderTrainerTests.Short;
        var faces = MadeAlignedFaces.Create(people: 12, photos: 4);
        var (teacher, split) = (MadeAlignedFaces.Teach(faces), FaceSplit.Of(faces, otherPeople: 2, validationPeople: 2));
        var set = EmbedderTrainingSet.Of(faces, split, teacher, recipe);
        return new EmbedderTrainer(faces, set, EmbedderTrainerTests.Make(20), new StrangerTest(faces, split, teacher, set.Looks), recipe, seed: 1, device: s_meta);
    }

    // Cutting gradients to a length needs that length as a number, which "meta" does not have: then the step itself is left out.
    private static void Check<TRecipe, TRecord>(Trainer<TRecipe, TRecord> trainer, bool takesStep = true) where TRecipe : IEquatable<TRecipe>
    {
        using (trainer)
        {
            using var scope = TorchScope.Enter();
            var modules = new[] { trainer.Network, trainer.Average, trainer.Objective }.OfType<torch.nn.Module>().ToList();
            Assert.All(modules.SelectMany(module => module.state_dict()), weight => Assert.Equal((weight.Key, DeviceType.META), (weight.Key, weight.Value.device_type)));
            Assert.Equal(DeviceType.META, ComputeDevice.Of(trainer.Network).type);
            foreach (var weight in modules.SelectMany(module => module.parameters()))
                weight.grad = torch.zeros_like(weight);
            if (takesStep)
                trainer.Optimizer.Step(1);
            if (trainer.Average is { } average)
                WeightAverage.Update(average, trainer.Network, 0.9, step: 0);
        }
    }
}
