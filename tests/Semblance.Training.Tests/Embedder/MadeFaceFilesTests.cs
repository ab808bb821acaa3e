using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Tests.Faces;

namespace Semblance.Training.Tests.Embedder;

public class MadeFaceFilesTests
{
    private static readonly AlignedFaces s_faces = MadeAlignedFaces.Create(people: 6, photos: 3);

    [Fact]
    public void Write_Again_GivesTheSameFileAndReadGivesWhatTheTeacherSaid()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("mean.onnx")));
        string file = MadeFaceFiles.FileOf(folder.Path, 0);

        MadeFaceFiles.Write(file, 0, 12, Maker(), teacher);
        byte[] first = File.ReadAllBytes(file);
        MadeFaceFiles.Write(file, 0, 12, Maker(), teacher);
        MadeFaceFiles.Write(MadeFaceFiles.FileOf(folder.Path, 1), 12, 3, Maker(), teacher);
        var read = MadeFaceFiles.Read(folder.Path, teacher.Hash, Same());

        Assert.Equal(first, File.ReadAllBytes(file));
        Assert.Equal(15, read.Count);
        using var jpeg = new FaceJpeg();
        var rgb = new byte[FaceMixture.Numbers];
        jpeg.Decode(read.PictureAt(13), rgb);
        var target = new float[3];
        read.CopyTarget(13, target);
        Assert.All(teacher.Embed(rgb, both: false).Zip(target), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void Write_Stopped_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("mean.onnx")));
        string file = MadeFaceFiles.FileOf(folder.Path, 0);

        Assert.Throws<OperationCanceledException>(() => MadeFaceFiles.Write(file, 0, 12, Maker(), teacher, new CancellationToken(canceled: true)));

        Assert.False(File.Exists(file));
        Assert.Equal(0, MadeFaceFiles.Read(folder.Path, teacher.Hash, Same()).Count);
    }

    [Fact]
    public void Read_DamagedOrOfAnotherTeacher_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("mean.onnx")));
        string file = MadeFaceFiles.FileOf(folder.Path, 0);
        MadeFaceFiles.Write(file, 0, 4, Maker(), teacher);

        Assert.Contains("another teacher", Assert.Throws<DataException>(() => MadeFaceFiles.Read(folder.Path, "another", Same())).Message);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => MadeFaceFiles.Read(folder.Path, teacher.Hash, Same())).Message);
    }

    private static FaceMaker Maker() => FaceMakerTests.Maker(s_faces, seed: 5);

    private static Projection Same() => new(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
}
