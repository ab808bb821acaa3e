using Semblance.Training.Att;

namespace Semblance.Training.Tests.Att;

public class AttFacesTests
{
    [Fact]
    public void Read_TheRealSet_Gives400PhotosOf40People()
    {
        var faces = AttFaces.Read(TestData.Require("att_faces"));

        Assert.Equal(40, faces.Identities.Count);
        Assert.Equal(400, faces.Images.Count);
        Assert.Equal("s10", faces.Identities[1]);
    }

    [Fact]
    public void Check_MissingAndChangedFiles_NamesThem()
    {
        string real = TestData.Require("att_faces");
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(real, "*.pgm", SearchOption.AllDirectories))
        {
            string copy = folder.File(Path.GetRelativePath(real, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, File.ReadAllBytes(file));
        }
        File.Delete(folder.File("s3/4.pgm"));
        var changed = File.ReadAllBytes(folder.File("s40/10.pgm"));
        changed[^1] ^= 1;
        File.WriteAllBytes(folder.File("s40/10.pgm"), changed);

        Assert.Equal(["s3/4.pgm is missing", "s40/10.pgm is changed"], AttFaces.Check(folder.Path));
        Assert.Contains("s3/4.pgm is missing", Assert.Throws<DataException>(() => AttFaces.Read(folder.Path)).Message);
    }

    [Fact]
    public void CrossValidation_EveryFold_TrainsOnNobodyItTests()
    {
        var faces = MadeFaces.Create(people: 8, photos: 2);
        foreach (bool inner in new[] { false, true })
        {
            var validation = new CrossValidation(faces, 4, Recipe.Lesson, inner, folder: null);
            var tested = Enumerable.Range(0, 4).SelectMany(fold => validation.TestFaces(fold).Identities).ToList();

            Assert.Equal(faces.Identities.Order(), tested.Order());
            for (int fold = 0; fold < 4; fold++)
            {
                var test = new CrossValidation(faces, 4, Recipe.Lesson, false, null).TestFaces(fold).Identities;
                Assert.Empty(validation.TrainFaces(fold).Identities.Intersect(validation.TestFaces(fold).Identities));
                Assert.Empty(validation.TrainFaces(fold).Identities.Intersect(test));
                Assert.Equal(inner ? 4 : 6, validation.TrainFaces(fold).Identities.Count);
            }
        }
    }
}
