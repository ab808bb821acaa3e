using Semblance.Training.Faces;

namespace Semblance.Training.Tests.Faces;

public class FaceMakerTests
{
    private static readonly AlignedFaces s_faces = MadeAlignedFaces.Create(people: 8, photos: 3);

    [Fact]
    public void Make_SameSeedAndNumber_GivesTheSameFaceWhateverWasMadeBefore()
    {
        float[] alone = Maker(s_faces, 7).Make(40).ToArray();
        var maker = Maker(s_faces, 7);
        for (int number = 0; number < 40; number++)
            maker.Make(number);

        Assert.Equal(alone, maker.Make(40).ToArray());
        Assert.NotEqual(alone, Maker(s_faces, 8).Make(40).ToArray());
    }

    [Fact]
    public void Make_ManyNumbers_StaysWithinLevelsAndNeverRepeats()
    {
        var seen = new HashSet<double>();
        var maker = Maker(s_faces, 1);
        for (int number = 0; number < 200; number++)
        {
            float[] face = maker.Make(number).ToArray();
            Assert.InRange(face.Min(), -0.01f, 255);
            Assert.InRange(face.Max(), 0, 255.01f);
            Assert.True(seen.Add(face.Sum(level => (double)level)), $"{number} is a face that was made before");
        }
    }

    [Fact]
    public void Exchange_MatchedPart_ChangesThatPartOnly()
    {
        float[] face = [.. Enumerable.Repeat(100f, FaceMixture.Numbers)], other = [.. Enumerable.Repeat(200f, FaceMixture.Numbers)];
        int changed = 0, whole = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var mixed = face.ToArray();
            FaceMixture.Exchange(mixed, other, new Random(seed));
            int different = mixed.Count(level => level != 100);
            changed += different > 0 ? 1 : 0;
            whole += different == mixed.Length ? 1 : 0;
        }

        // Flat faces matched in colour are the same; those that are not (a fifth) differ in the part.
        Assert.InRange(changed, 2, 20);
        Assert.Equal(0, whole);
    }

    [Fact]
    public void FaceJpeg_ThereAndBack_KeepsThePicture()
    {
        using var jpeg = new FaceJpeg();
        var (planes, back) = (new float[FaceMixture.Numbers], new byte[FaceMixture.Numbers]);
        FaceMixture.Spread(s_faces.Faces[0].Rgb, mirror: false, planes);

        byte[] file = jpeg.Encode(planes);
        jpeg.Decode(file, back);

        Assert.InRange(file.Length, 500, 20_000);
        Assert.InRange(back.Zip(s_faces.Faces[0].Rgb).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 12);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => jpeg.Decode([1, 2, 3], back)).Message);
    }

    internal static FaceMaker Maker(AlignedFaces faces, int seed) => new([.. faces.Faces.Select(face => face.Rgb)], FaceLooksTests.Looks(MadeAlignedFaces.Teach(faces)), seed);
}
