using Semblance.Recognition;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Refiner;
using TorchSharp.Modules;

namespace Semblance.Training.Export;

/// <summary>
/// Writes the landmark network as ONNX: input <c>face</c>, <c>N x 3 x 112 x 112</c>, red, green, blue with levels 0..255, roughly
/// aligned; output <c>landmarks</c>, <c>N x 10</c>, x and y of each in the pixels of that face.
/// </summary>
internal static class LandmarkExport
{
    /// <summary>The model file of a network.</summary>
    public static byte[] ToOnnx(Sequential network)
    {
        using var scope = TorchScope.Enter();
        var graph = new OnnxGraph("semblance-landmarks");
        string face = graph.Input("face", -1, 3, FaceAugmentation.Side, FaceAugmentation.Side);
        string scaled = graph.Node("Mul", [graph.Node("Sub", [face, graph.Weights([EmbedderTrainer.PixelMean])]), graph.Weights([EmbedderTrainer.PixelScale])]);
        string offsets = graph.Node("Mul", [OnnxExport.Layers(graph, scaled, network.children()), graph.Weights([LandmarkBatches.Unit])]);
        float[] template = [.. FivePointAligner.Template.ToList().SelectMany(point => (float[])[point.X, point.Y])];
        graph.NamedNode("Add", LandmarkRefiner.OutputName, [offsets, graph.Weights(template, 10)]);
        graph.Output(LandmarkRefiner.OutputName, -1, 10);
        return graph.ToBytes();
    }
}
