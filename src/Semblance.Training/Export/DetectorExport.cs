using Semblance.Training.Networks;
using TorchSharp.Modules;

namespace Semblance.Training.Export;

/// <summary>
/// Writes a detector as ONNX in the layout of YuNet (Wu et al. 2023), so that what decodes one decodes the other: input
/// <c>input</c>, <c>N x 3 x H x W</c>, blue, green, red with levels 0..255, H and W multiples of 32; for each stride S the outputs
/// <c>cls_S</c>, <c>obj_S</c> (<c>N x cells x 1</c>), <c>bbox_S</c> (<c>N x cells x 4</c>) and <c>kps_S</c> (<c>N x cells x 10</c>).
/// The network has one probability for each cell, which stands in both cls and obj: its decoded score, the root of their product, is that probability.
/// </summary>
internal static class DetectorExport
{
    /// <summary>The model file of a network.</summary>
    public static byte[] ToOnnx(DetectorNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = TorchScope.Enter();
        var graph = new OnnxGraph("semblance-detector");
        string x = graph.Input("input", -1, 3, -1, -1);
        var stem = network.Stem.children().ToList();
        x = graph.Node("Relu", [OnnxExport.Convolution(graph, x, (Conv2d)stem[0], (BatchNorm2d)stem[1], DetectorNetwork.InputScale)]);
        x = OnnxExport.Layers(graph, x, stem[3..]);
        var levels = network.Stages.Select(stage => x = OnnxExport.Layers(graph, x, stage.children())).ToArray();
        string? above = null;
        for (int i = levels.Length - 1; i >= 0; i--)
        {
            string level = OnnxExport.Layers(graph, levels[i], network.Laterals[i].children());
            if (above is not null)
                level = graph.Node("Add", [level, Doubled(graph, above)]);
            Outputs(graph, OnnxExport.Layers(graph, level, network.Heads[i].children()), DetectorNetwork.Strides[i]);
            above = level;
        }
        return graph.ToBytes();
    }

    private static string Doubled(OnnxGraph graph, string x) =>
        graph.Node("Resize", [x, "", graph.Weights([1, 1, 2, 2], 4)], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    private static void Outputs(OnnxGraph graph, string head, int stride)
    {
        string cells = graph.Node("Reshape", [graph.Node("Transpose", [head], ("perm", new long[] { 0, 2, 3, 1 })), graph.Integers(0, -1, DetectorNetwork.Outputs)]);
        graph.NamedNodes("Split", [$"logit_{stride}", $"bbox_{stride}", $"kps_{stride}"], [cells, graph.Integers(1, 4, 10)], ("axis", 2L));
        graph.NamedNode("Sigmoid", $"cls_{stride}", [$"logit_{stride}"]);
        graph.NamedNode("Identity", $"obj_{stride}", [$"cls_{stride}"]);
        graph.Output($"cls_{stride}", -1, -1, 1);
        graph.Output($"obj_{stride}", -1, -1, 1);
        graph.Output($"bbox_{stride}", -1, -1, 4);
        graph.Output($"kps_{stride}", -1, -1, 10);
    }
}
