using CsCheck;
using Semblance.Detection;

namespace Semblance.Tests.Recognition;

public class FaceSelectionTests
{
    [Fact]
    public void Largest_NoFace_IsNone() => Assert.IsType<FaceSelection.None>(FaceSelection.Largest([]));

    [Fact]
    public void Largest_BystanderUnderHalfTheArea_IsIgnored()
    {
        var main = At(0, 0, 100);

        var selection = FaceSelection.Largest([At(300, 0, 70), main, At(500, 0, 30)]);

        Assert.Equal(main, Assert.IsType<FaceSelection.Main>(selection).Face);
    }

    [Fact]
    public void Largest_SecondFaceOfHalfTheArea_IsSeveral()
    {
        Face main = new(new Box(0, 0, 100, 100), 1), other = new(new Box(300, 0, 100, 50), 1);

        var selection = FaceSelection.Largest([other, main, At(600, 0, 10)]);

        Assert.Equal([main, other], Assert.IsType<FaceSelection.Several>(selection).Faces);
    }

    [Fact]
    public void Largest_SecondHitOnOneFace_CountsOnce()
    {
        var surest = At(0, 0, 100);

        var selection = FaceSelection.Largest([surest, At(10, 20, 110)]);

        Assert.Equal(surest, Assert.IsType<FaceSelection.Main>(selection).Face);
    }

    [Fact]
    public void MostCentral_TwoLargeFaces_TakesTheOneInTheMiddle()
    {
        var middle = At(200, 200, 90);

        var selection = FaceSelection.MostCentral([At(0, 0, 120), middle, At(245, 400, 20)], 500, 500);

        Assert.Equal(middle, Assert.IsType<FaceSelection.Main>(selection).Face);
    }

    [Fact]
    public void Largest_FacesApart_DoesNotDependOnTheirOrder() =>
        Gen.Float[10, 100].Array[1, 6].Sample(sides =>
        {
            var faces = sides.Select((side, i) => At(200 * i, 0, side)).ToList();
            return Kind(FaceSelection.Largest(faces)) == Kind(FaceSelection.Largest([.. faces.AsEnumerable().Reverse()]));
        });

    [Theory]
    [InlineData(-42, 74, 63, 0.63f, 1)] // a collar of turning-live
    [InlineData(58, -8, 12, 0.66f, 1)] // an ear of person-d
    [InlineData(-42, 74, 63, 0.88f, 2)] // as sure as the face: a child before somebody
    [InlineData(-42, 74, 95, 0.63f, 2)] // as large as the face
    [InlineData(130, 0, 40, 0.63f, 2)] // beside the head
    [InlineData(0, -110, 60, 0.63f, 2)] // somebody behind
    public void OnePerHead_BoxAboutAHead_CountsWhereItMayBeAnotherFace(float x, float y, float side, float score, int heads)
    {
        var marks = new Landmarks(default, default, default, default, default);
        Face face = new(new Box(-50, -50, 100, 100), 0.93f, marks), other = new(new Box(x - side / 2, y - side / 2, side, side), score, marks);

        Assert.Equal(heads, FaceSelection.OnePerHead([face, other]).Count);
        Assert.Equal(face, FaceSelection.OnePerHead([face, other])[0]);
    }

    private static Type Kind(FaceSelection selection) => selection.GetType();

    private static Face At(float x, float y, float side) => new(new Box(x, y, side, side), 1);
}
