using System.Runtime.InteropServices;

namespace Semblance.Training.Export;

/// <summary>
/// Builds an ONNX model node by node: float networks that run forward (https://onnx.ai/onnx/repo-docs/IR.html; field numbers from
/// onnx.proto). Opset 17.
/// </summary>
/// <param name="name">The graph's name.</param>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 8;
    private const int Opset = 17;
    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly ProtoWriter _nodes = new();
    private readonly ProtoWriter _weights = new();
    private readonly ProtoWriter _inputs = new();
    private readonly ProtoWriter _outputs = new();
    private int _count;

    /// <summary>Declares an input of float numbers.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="shape">Its shape; a negative size is left open.</param>
    public string Input(string input, params ReadOnlySpan<long> shape)
    {
        _inputs.Message(11, Value(input, shape));
        return input;
    }

    /// <summary>Declares an output of float numbers.</summary>
    /// <param name="output">The name of the node's output.</param>
    /// <param name="shape">Its shape; a negative size is left open.</param>
    public void Output(string output, params ReadOnlySpan<long> shape) => _outputs.Message(12, Value(output, shape));

    /// <summary>Adds weights and returns their name.</summary>
    public string Weights(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Tensor(Float32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a list of integers, as shapes and axes are given, and returns its name.</summary>
    public string Integers(params ReadOnlySpan<long> values) => Tensor(Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>Adds a node and returns the name of its output.</summary>
    /// <param name="operation">The ONNX operator.</param>
    /// <param name="inputs">Names of its inputs.</param>
    /// <param name="attributes">Its attributes: <c>float</c>, <c>long</c>, <c>long[]</c> or <c>string</c>.</param>
    public string Node(string operation, IEnumerable<string> inputs, params IEnumerable<(string Name, object Value)> attributes) =>
        NamedNode(operation, $"{operation.ToLowerInvariant()}_{++_count}", inputs, attributes);

    /// <summary>Adds a node whose output has a given name.</summary>
    public string NamedNode(string operation, string output, IEnumerable<string> inputs, params IEnumerable<(string Name, object Value)> attributes)
    {
        NamedNodes(operation, [output], inputs, attributes);
        return output;
    }

    /// <summary>Adds a node whose several outputs have given names.</summary>
    public void NamedNodes(string operation, IReadOnlyList<string> outputs, IEnumerable<string> inputs, params IEnumerable<(string Name, object Value)> attributes)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var node = new ProtoWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        foreach (string output in outputs)
            node.Text(2, output);
        node.Text(3, outputs[0]).Text(4, operation);
        foreach (var (attribute, value) in attributes)
            node.Message(5, Attribute(attribute, value));
        _nodes.Message(1, node);
    }

    /// <summary>The model file's bytes.</summary>
    public byte[] ToBytes()
    {
        var graph = new ProtoWriter().Append(_nodes).Text(2, name).Append(_weights).Append(_inputs).Append(_outputs);
        return new ProtoWriter()
            .Integer(1, IrVersion).Text(2, "semblance-train").Message(7, graph)
            .Message(8, new ProtoWriter().Text(1, "").Integer(2, Opset)).ToArray();
    }

    private string Tensor(int type, ReadOnlySpan<byte> raw, ReadOnlySpan<long> shape)
    {
        string tensor = $"weights_{++_count}";
        var message = new ProtoWriter();
        foreach (long size in shape)
            message.Integer(1, size);
        _weights.Message(5, message.Integer(2, type).Text(8, tensor).Bytes(9, raw));
        return tensor;
    }

    private static ProtoWriter Value(string name, ReadOnlySpan<long> shape)
    {
        var dimensions = new ProtoWriter();
        foreach (long size in shape)
            dimensions.Message(1, size < 0 ? new ProtoWriter().Text(2, "N") : new ProtoWriter().Integer(1, size));
        var type = new ProtoWriter().Message(1, new ProtoWriter().Integer(1, Float32).Message(2, dimensions));
        return new ProtoWriter().Text(1, name).Message(2, type);
    }

    private static ProtoWriter Attribute(string name, object value)
    {
        var attribute = new ProtoWriter().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Float(2, number).Integer(20, 1);
            case long number:
                return attribute.Integer(3, number).Integer(20, 2);
            case string text:
                return attribute.Text(4, text).Integer(20, 3);
            case long[] numbers:
                foreach (long number in numbers)
                    attribute.Integer(8, number);
                return attribute.Integer(20, 7);
            default:
                throw new ArgumentException($"The attribute {name} has a {value.GetType().Name}, which is not written here.", nameof(value));
        }
    }
}
