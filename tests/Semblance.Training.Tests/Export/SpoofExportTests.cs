using Microsoft.ML.OnnxRuntime;
using Semblance.Liveness;
using Semblance.Training.Embedder;
using Semblance.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Semblance.Training.Tests.Export;

/// <summary>The file says what the trained network says, and is as small as promised.</summary>
[Collection(nameof(AloneTests))]
public sealed class SpoofExportTests
{
    // Small tensors: a second thread would mostly wait.
    public SpoofExportTests() => set_num_threads(1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ToOnnx_BothBranches_AgreeWithTorch(int batch)
    {
        using var network = Disturbed();
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        Tensor tight = rand(batch, 3, SpoofCnn.Side, SpoofCnn.Side) * 255, wide = rand(batch, 3, SpoofCnn.Side, SpoofCnn.Side) * 120;
        var (near, far) = network.forward(EmbedderTrainer.Scaled(tight.clone()), EmbedderTrainer.Scaled(wide.clone()));

        using var session = new InferenceSession(SpoofExport.ToOnnx(network));
        using var options = new RunOptions();
        using var first = OrtValue.CreateTensorValueFromMemory(tight.contiguous().data<float>().ToArray(), tight.shape);
        using var second = OrtValue.CreateTensorValueFromMemory(wide.contiguous().data<float>().ToArray(), wide.shape);
        using var outputs = session.Run(options, [SpoofNetwork.TightInput, SpoofNetwork.WideInput], [first, second], [SpoofNetwork.TightOutput, SpoofNetwork.WideOutput]);

        Same(near, outputs[0]);
        Same(far, outputs[1]);
        Assert.True((near - far).abs().max().item<float>() > 1e-3f, "both branches say the same: the comparison shows nothing");
    }

    [Fact]
    public void ToOnnx_NetworkAsTrained_KeepsWithinItsLimitsAndRuns()
    {
        using var network = Disturbed();
        byte[] model = SpoofExport.ToOnnx(network);

        Assert.InRange(network.ParameterCount, 100_000, 500_000);
        Assert.InRange(model.Length, 1, 2_000_000);
        using var spoof = new SpoofNetwork(model, new SpoofThresholds(0.8, 0.3));
        var scores = spoof.Score(Photo.FromGrey(640, 480, new byte[640 * 480]), new Face(new Box(250, 170, 140, 140), 1));
        Assert.True(double.IsFinite(scores.Tight!.Value) && double.IsFinite(scores.Wide!.Value));
    }

    // A fresh normalisation would hide a wrong folding: let it see some pictures, then move it.
    private static SpoofCnn Disturbed()
    {
        manual_seed(3);
        var network = new SpoofCnn();
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        network.train();
        for (int i = 0; i < 4; i++)
            network.forward(rand(4, 3, SpoofCnn.Side, SpoofCnn.Side), rand(4, 3, SpoofCnn.Side, SpoofCnn.Side));
        foreach (var norm in network.modules().OfType<BatchNorm2d>())
        {
            norm.weight!.add_(rand_like(norm.weight) * 0.4 - 0.2);
            norm.bias!.add_(rand_like(norm.bias) * 0.4 - 0.2);
        }
        network.eval();
        return network;
    }

    private static void Same(Tensor expected, OrtValue actual)
    {
        Assert.Equal([expected.shape[0], 1], actual.GetTensorTypeAndShape().Shape);
        Assert.All(expected.contiguous().data<float>().ToArray().Zip(actual.GetTensorDataAsSpan<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }
}

/// <summary>Torch's random numbers are drawn from one generator for all threads: who fixes its seed runs with nothing beside it.</summary>
[CollectionDefinition(nameof(AloneTests), DisableParallelization = true)]
public sealed class AloneTests;
