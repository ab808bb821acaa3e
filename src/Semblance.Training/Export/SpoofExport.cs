using Semblance.Liveness;
using Semblance.Training.Embedder;
using Semblance.Training.Networks;
using TorchSharp.Modules;

namespace Semblance.Training.Export;

/// <summary>Writes the spoof network as ONNX, with the inputs and outputs that <see cref="SpoofNetwork"/> expects.</summary>
internal static class SpoofExport
{
    /// <summary>The model file of a network.</summary>
    public static byte[] ToOnnx(SpoofCnn network)
    {
        using var scope = TorchScope.Enter();
        var graph = new OnnxGraph(network.GetName());
        Branch(SpoofNetwork.TightInput, SpoofNetwork.TightOutput, network.Tight);
        Branch(SpoofNetwork.WideInput, SpoofNetwork.WideOutput, network.Wide);
        return graph.ToBytes();

        void Branch(string input, string output, Sequential layers)
        {
            string levels = graph.Input(input, -1, 3, SpoofCnn.Side, SpoofCnn.Side);
            string scaled = graph.Node("Mul", [graph.Node("Sub", [levels, graph.Weights([EmbedderTrainer.PixelMean])]), graph.Weights([EmbedderTrainer.PixelScale])]);
            graph.NamedNode("Identity", output, [OnnxExport.Layers(graph, scaled, layers.children())]);
            graph.Output(output, -1, 1);
        }
    }
}
