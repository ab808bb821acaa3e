using Semblance.Detection;
using Semblance.Recognition;
using Semblance.Training.Evaluation;
using Semblance.Training.Faces;

namespace Semblance.Training.Tests.Evaluation;

public class HeldOutFacesTests
{
    [Fact]
    public void Read_Profiles_AreSixtyPeopleOfCfpWithProfilesAndFrontalPhotos()
    {
        var faces = HeldOutFaces.Read(Faces(), (split, identity) => split.Profiles.Contains(identity));

        Assert.Equal(60, faces.Select(face => face.Identity).Distinct().Count());
        Assert.All(faces, face => Assert.StartsWith("cfp_", face.Identity));
        Assert.All(faces.GroupBy(face => face.Identity), person => Assert.Equal(2, person.Select(face => face.IsProfile).Distinct().Count()));
    }

    [Fact]
    public void Aligned_LandmarksWithoutError_IsTheFaceWithoutItsMarginAndErrorsMoveIt()
    {
        var face = HeldOutFaces.Read(Faces(), (split, identity) => split.Profiles.Contains(identity))[0];

        // An alignment by exact landmarks is the cut; one that errs by next to nothing too, but for rounding.
        Assert.Equal(face.Aligned().Rgb.ToArray(), face.Aligned(0).Rgb.ToArray());
        Assert.InRange(MeanDifference(face.Aligned().Rgb, face.Aligned(1e-4).Rgb), 0, 0.05);
        Assert.True(MeanDifference(face.Aligned().Rgb, face.Aligned(1).Rgb) < MeanDifference(face.Aligned().Rgb, face.Aligned(3).Rgb));
        Assert.Equal(face.Aligned(1).Rgb.ToArray(), face.Aligned(1).Rgb.ToArray());
    }

    [Fact]
    public void Found_DetectorThatAlignedTheCollection_FindsNearlyTheSameFace()
    {
        var faces = HeldOutFaces.Read(Faces(), (split, identity) => split.Profiles.Contains(identity)).Where(face => !face.IsProfile).Take(20).ToList();
        using var detector = new GridFaceDetector(File.ReadAllBytes(TestData.RequireModel("yunet_s_dynamic.onnx")));

        using var embedder = new OnnxEmbedder(File.ReadAllBytes(TestData.RequireModel("mobileface_v2.onnx")), "published", new EmbedderInput(112, 112, "rgb", 0, 1, UnitLength: true));

        var found = faces.Select(face => face.Found(detector)).ToList();

        Assert.All(found, Assert.NotNull);
        double[] scores = [.. faces.Zip(found, (face, photo) => Comparator.Cosine.Compare(embedder.Embed(face.Aligned()), embedder.Embed(photo!)))];
        Assert.True(scores.Order().ElementAt(10) > 0.9, string.Join(" ", scores.Order().Select(score => $"{score:F2}")));
    }

    [Fact]
    public void Read_NobodyChosen_SaysSo() => Assert.Throws<DataException>(() => HeldOutFaces.Read(Faces(), (_, _) => false));

    [Fact]
    public void LabelErrors_EveryName_IsAHeldOutIdentityOfTheCollection()
    {
        string labelled = Path.Combine(Faces(), "labelled");
        var split = FaceSplit.Of(Directory.EnumerateDirectories(labelled).ToDictionary(folder => Path.GetFileName(folder)!, folder => Directory.GetFiles(folder, "*.jpg").Length));

        var same = LabelErrors.SamePersons();

        Assert.Equal(25, same.Count);
        Assert.All(same, pair => Assert.True(split.IsForCalibration(pair.A) && split.IsForCalibration(pair.B) && pair.A != pair.B && pair.Reason.Length > 10, pair.ToString()));
        Assert.NotEmpty(LabelErrors.SeenInTraining());
        Assert.All(LabelErrors.SeenInTraining(), identity => Assert.True(split.IsForCalibration(identity), identity));
    }

    private static string Faces()
    {
        TestData.Require("faces/labelled");
        return TestData.Require("faces");
    }

    private static double MeanDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return sum / a.Length;
    }
}
