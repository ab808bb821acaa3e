using Microsoft.ML.OnnxRuntime;
using Semblance.Training.Export;
using static TorchSharp.torch;

namespace Semblance.Training.Tests.Export;

public class DetectorExportTests
{
    // Small tensors: a second thread would mostly wait.
    public DetectorExportTests() => set_num_threads(1);

    [Theory]
    [InlineData(1, 64, 96)]
    [InlineData(2, 224, 32)]
    public void ToOnnx_AnySize_AgreesWithTorch(int batch, int height, int width)
    {
        manual_seed(3);
        using var network = DetectorNetwork.Create(width: 8, pyramid: 16);
        Disturb(network);
        network.eval();
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        var input = rand(batch, 3, height, width) * 255;
        var expected = network.forward(input);

        using var session = new InferenceSession(DetectorExport.ToOnnx(network));
        using var options = new RunOptions();
        using var value = OrtValue.CreateTensorValueFromMemory(input.contiguous().data<float>().ToArray(), input.shape);
        using var outputs = session.Run(options, ["input"], [value], [.. DetectorNetwork.Strides.SelectMany(s => new[] { $"cls_{s}", $"obj_{s}", $"bbox_{s}", $"kps_{s}" })]);

        for (int level = 0; level < 3; level++)
        {
            int stride = DetectorNetwork.Strides[level];
            var cells = expected[level].permute(0, 2, 3, 1).reshape(batch, -1, DetectorNetwork.Outputs);
            Assert.Equal(height / stride * (width / stride), cells.shape[1]);
            Same(cells.slice(2, 0, 1, 1).sigmoid(), outputs[4 * level]);
            Same(cells.slice(2, 0, 1, 1).sigmoid(), outputs[4 * level + 1]);
            Same(cells.slice(2, 1, 5, 1), outputs[4 * level + 2]);
            Same(cells.slice(2, 5, 15, 1), outputs[4 * level + 3]);
        }
    }

    [Fact]
    public void ToOnnx_NetworkAsTrained_KeepsWithinItsLimits()
    {
        manual_seed(1);
        using var network = DetectorNetwork.Create();

        Assert.InRange(network.ParameterCount, 100_000, 300_000);
        Assert.InRange(DetectorExport.ToOnnx(network).Length, 1, 1_200_000);
    }

    private static void Same(Tensor expected, OrtValue actual)
    {
        var (wanted, got) = (expected.contiguous().data<float>().ToArray(), actual.GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal(expected.shape, actual.GetTensorTypeAndShape().Shape);
        Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.True(wanted.Max() - wanted.Min() > 1e-3, "all cells say the same: the comparison shows nothing");
    }

    // Fresh heads say next to nothing, and a fresh normalisation would hide a wrong folding: let it see some pictures, then move it.
    private static void Disturb(DetectorNetwork network)
    {
        using var noGradient = no_grad();
        network.train();
        for (int i = 0; i < 20; i++)
        {
            using var scope = TorchScope.Enter();
            network.forward(rand(4, 3, 64, 64) * 255);
        }
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.Contains("norm"))
                parameter.add_(rand_like(parameter) * 0.4 - 0.2);
            else if (name.Contains("out"))
                parameter.uniform_(-0.1, 0.1);
        }
    }
}
