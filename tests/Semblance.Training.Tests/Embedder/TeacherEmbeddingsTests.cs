using Semblance.Training.Embedder;
using Semblance.Training.Export;
using Semblance.Training.Tests.Faces;

namespace Semblance.Training.Tests.Embedder;

public class TeacherEmbeddingsTests
{
    [Fact]
    public void ReadOrCompute_SecondTime_ReadsTheFileAndAnotherTeacherComputesAnew()
    {
        using var folder = new TemporaryFolder();
        var faces = MadeAlignedFaces.Create(people: 5, photos: 4);
        string kept = folder.File("teacher.bin"), model = folder.File("mean.onnx"), other = folder.File("square.onnx");
        File.WriteAllBytes(model, MeanColour(squared: false));
        File.WriteAllBytes(other, MeanColour(squared: true));

        var computed = TeacherEmbeddings.ReadOrCompute(kept, model, faces, threads: 1);
        var asked = 0;
        var read = TeacherEmbeddings.ReadOrCompute(kept, model, faces, threads: 1, (_, _) => asked++);
        var anew = TeacherEmbeddings.ReadOrCompute(kept, other, faces, threads: 1, (_, _) => asked++);

        Assert.Equal(3, computed.Dimension);
        Assert.Equal(60, computed.Embeddings.Length);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(1, computed[i].ToArray().Sum(x => x * x), 1e-5f));
        Assert.Equal(computed.Embeddings, read.Embeddings);
        Assert.NotEqual(computed.Embeddings, anew.Embeddings);
        Assert.True(asked > 0, "another teacher was not asked");
    }

    [Fact]
    public void ReadOrCompute_DamagedFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var faces = MadeAlignedFaces.Create(people: 2, photos: 2);
        string kept = folder.File("teacher.bin"), model = folder.File("mean.onnx");
        File.WriteAllBytes(model, MeanColour(squared: false));
        TeacherEmbeddings.ReadOrCompute(kept, model, faces, threads: 1);
        File.WriteAllBytes(kept, File.ReadAllBytes(kept)[..^5]);

        Assert.Contains("damaged", Assert.Throws<DataException>(() => TeacherEmbeddings.ReadOrCompute(kept, model, faces, threads: 1)).Message);
    }

    // A network whose embedding is the face's mean colour.
    private static byte[] MeanColour(bool squared)
    {
        var graph = new OnnxGraph("teacher");
        string face = graph.Input("face", -1, 3, 112, 112);
        string x = squared ? graph.Node("Mul", [face, face]) : face;
        graph.NamedNode("ReduceMean", "embedding", [x], ("axes", new long[] { 2, 3 }), ("keepdims", 0L));
        graph.Output("embedding", -1, 3);
        return graph.ToBytes();
    }
}
