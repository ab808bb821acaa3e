using Microsoft.ML.OnnxRuntime;
using Semblance.Networks;
using Semblance.Tests.Cli;

namespace Semblance.Tests.Networks;

/// <summary>The owner of ONNX sessions, on a network that averages 4 x 4 pixels.</summary>
public class OnnxNetworkTests
{
    private static readonly NetworkShape s_any = new([], [], "so it is no test");
    private static readonly long[] s_size = [1, 1, 8, 8];

    [Fact]
    public void Run_Numbers_GivesTheAnswerOfTheNetwork()
    {
        using var network = Load();

        using var outputs = network.Run(Enumerable.Repeat(3f, 64).ToArray(), s_size);

        Assert.Equal([3, 3, 3, 3], outputs[0].ToArray());
        Assert.Equal([1, 1, 8, 8], network.SizeOf(0));
    }

    [Fact]
    public void Run_ManyThreads_EachGetsItsOwnAnswer()
    {
        using var network = Load();

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var outputs = network.Run(Enumerable.Repeat((float)i, 64).ToArray(), s_size);
            Assert.Equal(i, outputs[0][3]);
        });
    }

    [Fact]
    public void Run_InputOfAnotherSize_ThrowsAndTheNetworkGoesOn()
    {
        using var network = Load();

        Assert.ThrowsAny<OnnxRuntimeException>(() => { using var outputs = network.Run(new float[32], [1, 1, 4, 8]); });

        using var answer = network.Run(new float[64], s_size);
        Assert.Equal(4, answer[0].Length);
    }

    [Fact]
    public void Dispose_Twice_IsHarmlessAndNothingRunsAfterIt()
    {
        var network = Load();
        network.Dispose();
        network.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { using var outputs = network.Run(new float[64], s_size); });
    }

    [Fact]
    public void Load_NamesThatAreNotThere_SaysWhich()
    {
        byte[] model = TinyPack.Model(8, 8);

        Assert.Equal("it has no output score, so it is no judge.", Assert.Throws<InvalidDataException>(() => OnnxNetwork.Load(model, new(["face"], ["score"], "so it is no judge"))).Message);
        Assert.Equal("it has no input photo, so it is no judge.", Assert.Throws<InvalidDataException>(() => OnnxNetwork.Load(model, new(["photo"], [], "so it is no judge"))).Message);
    }

    [Fact]
    public void Load_ProviderThatIsNotInThisBuild_SaysSoAndDoesNotFallBack()
    {
        var refused = Assert.Throws<ExecutionProviderException>(() => Load(new() { Provider = ExecutionProvider.DirectMl }));

        Assert.Contains("directml is not in this build of ONNX Runtime, which has", refused.Message);
        Assert.Contains("CPUExecutionProvider", refused.Message);
    }

    [Fact]
    public void Start_PackOnAProviderThatIsNotThere_IsRefused()
    {
        Assert.SkipWhen(OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "this ONNX Runtime has CUDA");

        var refused = Assert.Throws<ExecutionProviderException>(() => ModelPack.Builtin().Start(runtime: new() { Provider = ExecutionProvider.Cuda }));

        Assert.Contains("cuda", refused.Message);
    }

    [Fact]
    public void Load_OptionsOutOfTheirRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new() { Threads = 0 }));
        Assert.Throws<ArgumentException>(() => Load(new() { ProviderSettings = new Dictionary<string, string> { ["device_id"] = "1" } }));
    }

    [Fact]
    public void Start_SeveralThreads_GivesTheSameEmbedding()
    {
        var pack = ModelPack.Builtin();
        var face = Semblance.Photo.FromGrey(112, 112, [.. Enumerable.Range(0, 112 * 112).Select(i => (byte)(i * 7 % 251))]);
        using var one = pack.CreateEmbedder();
        using var two = pack.CreateEmbedder(new() { Threads = 2 });

        Assert.Equal(1, Semblance.Recognition.Comparator.Cosine.Compare(one.Embed(face), two.Embed(face)), 5);
    }

    [Theory]
    [InlineData("CUDA", ExecutionProvider.Cuda)]
    [InlineData("cpu", ExecutionProvider.Cpu)]
    [InlineData("openvino", ExecutionProvider.OpenVino)]
    public void ProviderNamed_AnyCase_IsFound(string name, ExecutionProvider provider) => Assert.Equal(provider, RuntimeOptions.ProviderNamed(name));

    [Theory]
    [InlineData("gpu")]
    [InlineData("1")]
    public void ProviderNamed_NoSuchName_NamesThoseThereAre(string name) =>
        Assert.Contains("cpu, cuda, directml, coreml, openvino", Assert.Throws<ArgumentException>(() => RuntimeOptions.ProviderNamed(name)).Message);

    private static OnnxNetwork Load(RuntimeOptions? options = null) => OnnxNetwork.Load(TinyPack.Model(8, 8), s_any, options);
}
