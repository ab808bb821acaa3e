using Microsoft.ML.OnnxRuntime;
using Semblance.Training.Export;
using static TorchSharp.torch;

namespace Semblance.Training.Tests.Export;

public class OnnxExportTests
{
    public static TheoryData<string> Networks => ["lesson", "residual", "residual-mirror"];

    // Every kind of layer that a network here is made of stands in one of these three.
    [Theory]
    [MemberData(nameof(Networks))]
    public void ToOnnx_RealFaces_AgreesWithTorch(string name)
    {
        var faces = IdentityFolder.Read(TestData.Require("att_faces"), _ => { });
        manual_seed(1);
        using var network = Create(name);
        Disturb(network);
        network.eval();
        int[] images = [0, 57, 123, 399];
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        using var input = faces.ToTensor(images);
        var expected = network.forward(input).contiguous().data<float>().ToArray();

        var actual = RunOnnx(OnnxExport.ToOnnx(network), input);

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.True(expected.Zip(expected.Skip(network.Dimension)).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-3), "all faces give the same embedding: the comparison shows nothing");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ToOnnx_FaceNetwork_AgreesWithTorchAndIsSmall(bool mirror)
    {
        manual_seed(1);
        using var network = FaceNetwork.Create(mirror: mirror);
        Disturb(network);
        network.eval();
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        using var input = rand(3, 3, 112, 112) * 2 - 1;
        var expected = network.forward(input).contiguous().data<float>().ToArray();

        var model = OnnxExport.ToOnnx(network);

        Assert.All(expected.Zip(RunOnnx(model, input)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.InRange(model.Length, 4_000_000, 6_000_000);
        Assert.InRange(network.ParameterCount, 1_000_000, 1_200_000);
    }

    [Fact]
    public void Require_FileOfOtherWeights_SaysThatTheAnswersDiffer()
    {
        manual_seed(1);
        using EmbeddingNetwork one = Create("residual"), other = Create("residual");
        byte[] model = OnnxExport.ToOnnx(other);
        one.train();

        Assert.Contains("different answers", Assert.Throws<DataException>(() => ExportCheck.Require(one, model)).Message);
        Assert.True(one.training);
    }

    [Fact]
    public void ToOnnx_UnknownLayer_Refuses()
    {
        using var network = new EmbeddingNetwork("odd", nn.Sequential(("tanh", nn.Tanh())), dimension: 1, unitLength: false);

        Assert.Contains("Tanh", Assert.Throws<NotSupportedException>(() => OnnxExport.ToOnnx(network)).Message);
    }

    private static EmbeddingNetwork Create(string name) => name switch
    {
        "lesson" => LessonNetwork.Create(),
        "residual" => ResidualNetwork.Create(8),
        _ => ResidualNetwork.Create(8, mirror: true),
    };

    // A fresh normalisation is the identity and would hide a wrong folding: give each its own statistics, gains and shifts.
    private static void Disturb(EmbeddingNetwork network)
    {
        using var noGradient = no_grad();
        foreach (var (name, buffer) in network.named_buffers())
        {
            if (name.EndsWith("running_mean"))
                buffer.uniform_(-0.5, 0.5);
            else if (name.EndsWith("running_var"))
                buffer.uniform_(0.5, 2);
        }
        foreach (var (_, parameter) in network.named_parameters().Where(p => p.name.Contains("norm")))
            parameter.uniform_(0.5, 1.5);
    }

    private static float[] RunOnnx(byte[] model, Tensor input)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        using var value = OrtValue.CreateTensorValueFromMemory(input.contiguous().data<float>().ToArray(), input.shape);
        using var outputs = session.Run(options, ["face"], [value], ["embedding"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
