using Semblance.Training.Embedder;
using Semblance.Training.Export;

namespace Semblance.Training.Tests.Embedder;

/// <summary>Teachers as small ONNX files.</summary>
internal static class MadeTeacher
{
    /// <summary>A network whose embedding is the face's mean colour, or the mean of its square.</summary>
    public static string MeanColour(string file, bool squared = false)
    {
        var graph = new OnnxGraph("teacher");
        string face = graph.Input("face", -1, 3, 112, 112);
        string x = squared ? graph.Node("Mul", [face, face]) : face;
        graph.NamedNode("ReduceMean", "embedding", [x], ("axes", new long[] { 2, 3 }), ("keepdims", 0L));
        graph.Output("embedding", -1, 3);
        File.WriteAllBytes(file, graph.ToBytes());
        return file;
    }

    /// <summary>The teacher in such a file, on one thread.</summary>
    public static TeacherPanel Start(string file) => new([new TeacherFile(file)], threads: 1);
}
