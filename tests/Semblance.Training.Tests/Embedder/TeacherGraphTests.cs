using Microsoft.ML.OnnxRuntime;
using Semblance.Training.Embedder;
using Semblance.Training.Export;

namespace Semblance.Training.Tests.Embedder;

public class TeacherGraphTests
{
    [Fact]
    public void Rewrite_PRelu_AnswersAsBeforeAndTakesBatches()
    {
        byte[] model = Model();
        var random = new Random(2);
        float[] first = Picture(random), second = Picture(random);

        byte[] rewritten = TeacherGraph.Rewrite(model);

        float[] expected = [.. Run(model, 1, first), .. Run(model, 1, second)];
        Assert.Contains("PRelu", System.Text.Encoding.Latin1.GetString(model));
        Assert.DoesNotContain("PRelu", System.Text.Encoding.Latin1.GetString(rewritten));
        Assert.All(expected.Zip(Run(rewritten, 2, [.. first, .. second])), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.True(expected.Any(value => value < 0) && expected.Any(value => value > 0), "both halves of the PReLU are to be seen");
    }

    [Fact]
    public void Rewrite_CutOff_IsRefused() => Assert.Throws<FormatException>(() => TeacherGraph.Rewrite(Model().AsMemory(0, 200)));

    // A convolution, a PReLU with a slope for each channel, and a shape that is fixed to one face.
    private static byte[] Model()
    {
        var graph = new OnnxGraph("teacher");
        string face = graph.Input("face", 1, 3, 8, 8);
        var random = new Random(1);
        float[] weights = [.. Enumerable.Range(0, 4 * 3 * 9).Select(_ => (float)random.NextDouble() - 0.5f)];
        string x = graph.Node("Conv", [face, graph.Weights(weights, 4, 3, 3, 3)], ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 8, 8 }), ("pads", new long[] { 0, 0, 0, 0 }));
        x = graph.Node("PRelu", [x, graph.Weights([0.25f, 0.5f, 0, 1.5f], 4, 1, 1)]);
        graph.NamedNode("Reshape", "embedding", [x, graph.Integers(1, 4)]);
        graph.Output("embedding", 1, 4);
        return graph.ToBytes();
    }

    private static float[] Picture(Random random) => [.. Enumerable.Range(0, 3 * 8 * 8).Select(_ => (float)random.NextDouble() - 0.5f)];

    private static float[] Run(byte[] model, int count, float[] pictures)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        using var value = OrtValue.CreateTensorValueFromMemory(pictures, [count, 3, 8, 8]);
        using var outputs = session.Run(options, ["face"], [value], ["embedding"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
