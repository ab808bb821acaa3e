using System.Numerics.Tensors;
using Semblance.Training.Embedder;
using Semblance.Training.Tests.Faces;

namespace Semblance.Training.Tests.Embedder;

public class TeacherEmbeddingsTests
{
    [Fact]
    public void ReadOrCompute_SecondTime_ReadsTheFileAndAnotherTeacherComputesAnew()
    {
        using var folder = new TemporaryFolder();
        var faces = MadeAlignedFaces.Create(people: 5, photos: 4);
        string kept = folder.File("faces.bin");
        using var teacher = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("mean.onnx")));
        using var other = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("square.onnx"), squared: true));

        var computed = TeacherEmbeddings.ReadOrCompute(kept, teacher, faces);
        var asked = 0;
        var read = TeacherEmbeddings.ReadOrCompute(kept, teacher, faces, (_, _) => asked++);
        var (readAgain, by) = TeacherEmbeddings.Read(kept, faces);
        var anew = TeacherEmbeddings.ReadOrCompute(kept, other, faces, (_, _) => asked++);

        Assert.Equal(3, computed.Dimension);
        Assert.Equal(60, computed.Embeddings.Length);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(1, computed[i].ToArray().Sum(x => x * x), 1e-5f));
        Assert.Equal(computed.Embeddings, read.Embeddings);
        Assert.Equal(computed.Embeddings, readAgain.Embeddings);
        Assert.Equal(teacher.Hash, by);
        Assert.NotEqual(computed.Embeddings, anew.Embeddings);
        Assert.Equal(20, asked);
    }

    [Fact]
    public void Read_DamagedFileOrOtherFaces_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var faces = MadeAlignedFaces.Create(people: 2, photos: 2);
        string kept = folder.File("faces.bin");
        using var teacher = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("mean.onnx")));
        Assert.Contains("ask-teacher", Assert.Throws<DataException>(() => TeacherEmbeddings.Read(kept, faces)).Message);
        TeacherEmbeddings.ReadOrCompute(kept, teacher, faces);

        Assert.Contains("other faces", Assert.Throws<DataException>(() => TeacherEmbeddings.Read(kept, MadeAlignedFaces.Create(people: 3, photos: 2))).Message);
        File.WriteAllBytes(kept, File.ReadAllBytes(kept)[..^5]);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => TeacherEmbeddings.Read(kept, faces)).Message);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => TeacherEmbeddings.ReadOrCompute(kept, teacher, faces)).Message);
    }

    [Fact]
    public void Embed_TwoTeachers_TheCosineIsTheWeightedMeanOfTheirs()
    {
        using var folder = new TemporaryFolder();
        string mean = MadeTeacher.MeanColour(folder.File("mean.onnx")), square = MadeTeacher.MeanColour(folder.File("square.onnx"), squared: true);
        using TeacherPanel first = MadeTeacher.Start(mean), second = MadeTeacher.Start(square);
        using var both = new TeacherPanel([new TeacherFile(mean), TeacherFile.Parse($"{square},weight=0.5")], threads: 1);
        var faces = MadeAlignedFaces.Create(people: 2, photos: 1).Faces;

        float Cosine(TeacherPanel teacher) => TensorPrimitives.Dot(teacher.Embed(faces[0].Rgb, both: true), teacher.Embed(faces[1].Rgb, both: true));

        Assert.Equal(6, both.Dimension);
        Assert.Equal((2 * Cosine(first) + Cosine(second)) / 3, Cosine(both), 1e-5f);
        Assert.NotEqual(first.Hash, both.Hash);
    }

    [Theory]
    [InlineData("a.onnx,scale=0", "greater than 0")]
    [InlineData("a.onnx,mean", "name=number")]
    [InlineData("a.onnx,size=3", "not 'size'")]
    public void Parse_Nonsense_SaysWhatIsExpected(string text, string expected) => Assert.Contains(expected, Assert.Throws<DataException>(() => TeacherFile.Parse(text)).Message);

    [Fact]
    public void Parse_MeanScaleAndWeight_AreTaken() => Assert.Equal(new TeacherFile("a.onnx", 127.5f, 0.5f, 2), TeacherFile.Parse("a.onnx,mean=127.5,scale=0.5,weight=2"));

    [Fact]
    public void TeacherModel_NoNetwork_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.onnx"), "no network");

        Assert.Contains("no such file", Assert.Throws<DataException>(() => MadeTeacher.Start(folder.File("none.onnx"))).Message);
        Assert.Contains("cannot be run", Assert.Throws<DataException>(() => MadeTeacher.Start(folder.File("text.onnx"))).Message);
    }
}
