using Semblance.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Semblance.Training.Export;

/// <summary>
/// Writes a trained network as ONNX, layer by layer, for inference: batch normalisation is folded into the convolution or dense
/// layer before it, dropout disappears. A layer of a kind not known here is an error.
/// </summary>
internal static class OnnxExport
{
    /// <summary>The model file of a network: input <c>face</c>, <c>N x channels x height x width</c>; output <c>embedding</c>.</summary>
    /// <exception cref="NotSupportedException">A layer of an unknown kind.</exception>
    /// <exception cref="Data.DataException">The file answers otherwise than the network (<see cref="ExportCheck"/>).</exception>
    public static byte[] ToOnnx(EmbeddingNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = TorchScope.Enter();
        var graph = new OnnxGraph(network.GetName());
        string face = graph.Input("face", -1, network.Input.Channels, network.Input.Height, network.Input.Width);
        string embedding = network.Mirror ? WithMirrorImage(graph, face, network) : Layers(graph, face, network.Layers.children());
        graph.NamedNode("Identity", "embedding", [embedding]);
        graph.Output("embedding", -1, network.Dimension);
        byte[] model = graph.ToBytes();
        ExportCheck.Require(network, model);
        return model;
    }

    // The faces and, behind them, their mirror images (a slice that runs backwards along the width) go through one set of weights;
    // the two halves of the result are added.
    private static string WithMirrorImage(OnnxGraph graph, string face, EmbeddingNetwork network)
    {
        string mirrored = graph.Node("Slice", [face, graph.Integers(-1), graph.Integers(long.MinValue), graph.Integers(3), graph.Integers(-1)]);
        string all = Layers(graph, graph.Node("Concat", [face, mirrored], ("axis", 0L)), network.Layers.children());
        string halves = graph.Node("Reshape", [all, graph.Integers(2, -1, network.Dimension)]);
        return Unit(graph, graph.Node("ReduceSum", [halves, graph.Integers(0)], ("keepdims", 0L)));
    }

    internal static string Layers(OnnxGraph graph, string x, IEnumerable<nn.Module> layers)
    {
        var list = layers.ToList();
        for (int i = 0; i < list.Count; i++)
        {
            var next = i + 1 < list.Count ? list[i + 1] : null;
            switch (list[i])
            {
                case Conv2d convolution:
                    var normalisation = next as BatchNorm2d;
                    x = Convolution(graph, x, convolution, normalisation);
                    i += normalisation is null ? 0 : 1;
                    break;
                case Linear dense:
                    var normalisation1 = next as BatchNorm1d;
                    x = Dense(graph, x, dense, normalisation1);
                    i += normalisation1 is null ? 0 : 1;
                    break;
                case MaxPool2d:
                    x = graph.Node("MaxPool", [x], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }));
                    break;
                case ResidualBlock block:
                    string main = Layers(graph, x, block.Body.children());
                    string side = block.Shortcut is null ? x : Layers(graph, x, block.Shortcut.children());
                    x = graph.Node("Relu", [graph.Node("Add", [main, side])]);
                    break;
                case SeparableBlock block:
                    string each = Convolution(graph, x, block.Depthwise, null);
                    string across = Convolution(graph, each, block.Pointwise, block.Norm);
                    x = graph.Node("Relu", [block.AddsInput ? graph.Node("Add", [across, x]) : across]);
                    break;
                case Standardise:
                    string centred = graph.Node("Sub", [x, graph.Node("ReduceMean", [x], ("axes", new long[] { 1, 2, 3 }))]);
                    string variance = graph.Node("ReduceMean", [graph.Node("Mul", [centred, centred])], ("axes", new long[] { 1, 2, 3 }));
                    x = graph.Node("Div", [centred, graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Weights([Standardise.Epsilon])])])]);
                    break;
                case UnitLength: x = Unit(graph, x); break;
                case ReLU: x = graph.Node("Relu", [x]); break;
                case Sigmoid: x = graph.Node("Sigmoid", [x]); break;
                case AdaptiveAvgPool2d: x = graph.Node("GlobalAveragePool", [x]); break;
                case Flatten: x = graph.Node("Flatten", [x], ("axis", 1L)); break;
                case Dropout: break;
                default: throw new NotSupportedException($"A layer of the kind {list[i].GetType().Name} cannot be exported to ONNX here.");
            }
        }
        return x;
    }

    private static string Unit(OnnxGraph graph, string x) =>
        graph.Node("Div", [x, graph.Node("ReduceL2", [x], ("axes", new long[] { 1 }), ("keepdims", 1L))]);

    /// <summary>A convolution with the normalisation behind it, for inputs that are to be multiplied by a number first.</summary>
    internal static string Convolution(OnnxGraph graph, string x, Conv2d convolution, BatchNorm2d? normalisation, double inputScale = 1) =>
        Convolution(graph, x, convolution.weight!, convolution.bias, normalisation, [.. convolution.stride!], [.. convolution.padding!], convolution.groups, inputScale);

    private static string Convolution(OnnxGraph graph, string x, Tensor weight, Tensor? bias, BatchNorm2d? normalisation, long[] strides, long[] padding, long groups, double inputScale = 1)
    {
        var shape = weight.shape;
        var (weights, shifts) = Folded(weight, bias, normalisation?.weight, normalisation?.bias, normalisation?.running_mean, normalisation?.running_var, normalisation?.eps);
        if (inputScale != 1)
            weights = Array.ConvertAll(weights, number => (float)(number * inputScale));
        return graph.Node("Conv", [x, graph.Weights(weights, shape), graph.Weights(shifts, shape[0])],
            ("kernel_shape", new[] { shape[2], shape[3] }), ("strides", strides), ("pads", new[] { padding[0], padding[1], padding[0], padding[1] }), ("group", groups));
    }

    private static string Dense(OnnxGraph graph, string x, Linear dense, BatchNorm1d? normalisation)
    {
        var shape = dense.weight!.shape;
        var (weights, bias) = Folded(dense.weight, dense.bias, normalisation?.weight, normalisation?.bias, normalisation?.running_mean, normalisation?.running_var, normalisation?.eps);
        return graph.Node("Gemm", [x, graph.Weights(weights, shape), graph.Weights(bias, shape[0])], ("transB", 1L));
    }

    // Normalisation is y = gain (x - mean) / sqrt(variance + eps) + shift per output channel: a scale of the weights and a bias.
    private static (float[] Weights, float[] Bias) Folded(Tensor weight, Tensor? bias, Tensor? gain, Tensor? shift, Tensor? mean, Tensor? variance, double? epsilon)
    {
        long outputs = weight.shape[0];
        var w = OnCpu(weight);
        var b = bias is null ? zeros(outputs, float64) : OnCpu(bias);
        if (gain is not null)
        {
            var scale = OnCpu(gain) / (OnCpu(variance!) + epsilon!.Value).sqrt();
            w *= scale.view([outputs, .. Enumerable.Repeat(1L, weight.shape.Length - 1)]);
            b = (b - OnCpu(mean!)) * scale + OnCpu(shift!);
        }
        return (Numbers(w), Numbers(b));
    }

    private static Tensor OnCpu(Tensor tensor) => tensor.detach().cpu().to(float64).contiguous();

    private static float[] Numbers(Tensor tensor) => tensor.to(float32).contiguous().data<float>().ToArray();
}
