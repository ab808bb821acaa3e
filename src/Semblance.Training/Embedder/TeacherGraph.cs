using System.Runtime.InteropServices;
using System.Text;
using Semblance.Training.Export;

namespace Semblance.Training.Embedder;

/// <summary>
/// A published network as it runs fastest: ONNX Runtime computes PReLU one channel at a time and leaves the memory order of its fast
/// convolutions for it. PReLU(x) = a x + (1 - a) ReLU(x), and both factors are convolutions of 1 x 1 that keep that order. Batches may
/// be of any size, where the file fixes it at one.
/// </summary>
internal static class TeacherGraph
{
    private const int Node = 1, Initializer = 5, Input = 11, Output = 12;

    /// <summary>The rewritten model file.</summary>
    /// <exception cref="FormatException">The bytes are no ONNX model.</exception>
    public static byte[] Rewrite(ReadOnlyMemory<byte> model)
    {
        var written = new ProtoWriter();
        foreach (var field in ProtoReader.Read(model))
        {
            if (field is { Number: 7, Bytes: { } graph })
                written.Message(7, Graph(ProtoReader.Read(graph)));
            else
                written.Raw(field.Whole.Span);
        }
        return written.ToArray();
    }

    private static ProtoWriter Graph(List<ProtoField> graph)
    {
        var tensors = graph.Where(field => field.Number == Initializer).Select(field => ProtoReader.Read(field.Bytes!.Value)).ToDictionary(tensor => Text(tensor, 8));
        var nodes = graph.Where(field => field.Number == Node).Select(field => ProtoReader.Read(field.Bytes!.Value)).ToList();
        var shapes = nodes.Where(node => Text(node, 4) == "Reshape").Select(node => Texts(node, 1)[1]).ToHashSet();
        var slopes = nodes.Where(node => Text(node, 4) == "PRelu").Select(node => Texts(node, 1)[1]).Where(tensors.ContainsKey).ToHashSet();
        var written = new ProtoWriter();
        foreach (var field in graph)
        {
            switch (field.Number)
            {
                case Node when ProtoReader.Read(field.Bytes!.Value) is var node && Text(node, 4) == "PRelu" && slopes.Contains(Texts(node, 1)[1]):
                    Split(written, Texts(node, 1)[0], Texts(node, 2)[0], Floats(tensors[Texts(node, 1)[1]]));
                    break;
                case Initializer when slopes.Contains(Text(ProtoReader.Read(field.Bytes!.Value), 8)):
                    break;
                case Initializer when ProtoReader.Read(field.Bytes!.Value) is var tensor && shapes.Contains(Text(tensor, 8)):
                    written.Message(Initializer, FreeFirst(tensor));
                    break;
                case Input or Output when !tensors.ContainsKey(Text(ProtoReader.Read(field.Bytes!.Value), 1)):
                    written.Message(field.Number, FreeBatch(ProtoReader.Read(field.Bytes!.Value)));
                    break;
                default:
                    written.Raw(field.Whole.Span);
                    break;
            }
        }
        return written;
    }

    private static void Split(ProtoWriter graph, string input, string output, float[] slopes)
    {
        string positive = $"{output}_positive", scaled = $"{output}_scaled", rest = $"{output}_rest";
        graph.Message(Node, Operation("Relu", positive, input));
        Scale(input, scaled, slopes);
        Scale(positive, rest, Array.ConvertAll(slopes, slope => 1 - slope));
        graph.Message(Node, Operation("Add", output, scaled, rest));

        void Scale(string from, string to, float[] factors)
        {
            var tensor = new ProtoWriter().Integer(1, factors.Length).Integer(1, 1).Integer(1, 1).Integer(1, 1).Integer(2, 1).Text(8, $"{to}_factors");
            graph.Message(Initializer, tensor.Bytes(9, MemoryMarshal.AsBytes(factors.AsSpan())));
            graph.Message(Node, Operation("Conv", to, from, $"{to}_factors").Message(5, new ProtoWriter().Text(1, "group").Integer(3, factors.Length).Integer(20, 2)));
        }
    }

    private static ProtoWriter Operation(string name, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        return node.Text(2, output).Text(3, output).Text(4, name);
    }

    // A shape that begins with a batch of one: 0 stands for the size that the input has.
    private static ProtoWriter FreeFirst(List<ProtoField> tensor)
    {
        byte[] numbers = tensor.First(field => field.Number == 9).Bytes!.Value.ToArray();
        var shape = MemoryMarshal.Cast<byte, long>(numbers.AsSpan());
        if (shape[0] == 1)
            shape[0] = 0;
        var written = new ProtoWriter();
        foreach (var field in tensor)
        {
            if (field.Number == 9)
                written.Bytes(9, numbers);
            else
                written.Raw(field.Whole.Span);
        }
        return written;
    }

    // value: name 1, type 2; type: tensor 1; tensor: shape 2; shape: dimensions 1.
    private static ProtoWriter FreeBatch(List<ProtoField> value) => Inside(value, 2, type => Inside(type, 1, tensor => Inside(tensor, 2, shape =>
    {
        var written = new ProtoWriter().Message(1, new ProtoWriter().Text(2, "N"));
        foreach (var dimension in shape.Skip(1))
            written.Raw(dimension.Whole.Span);
        return written;
    })));

    private static ProtoWriter Inside(List<ProtoField> message, int number, Func<List<ProtoField>, ProtoWriter> change)
    {
        var written = new ProtoWriter();
        foreach (var field in message)
        {
            if (field.Number == number && field.Bytes is { } inner)
                written.Message(number, change(ProtoReader.Read(inner)));
            else
                written.Raw(field.Whole.Span);
        }
        return written;
    }

    private static float[] Floats(List<ProtoField> tensor)
    {
        foreach (var field in tensor)
        {
            if (field.Number is 4 or 9 && field.Bytes is { } bytes)
                return MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray();
        }
        return [];
    }

    private static string Text(List<ProtoField> message, int number) => Texts(message, number).FirstOrDefault("");

    private static List<string> Texts(List<ProtoField> message, int number) => [.. message.Where(field => field.Number == number).Select(field => Encoding.UTF8.GetString(field.Bytes!.Value.Span))];
}
