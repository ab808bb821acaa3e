using Semblance.Training.Embedder;
using Semblance.Training.Faces;

namespace Semblance.Training.Tests.Faces;

public class FaceLooksTests
{
    // 900 faces near one axis, 20 near another.
    private static readonly TeacherEmbeddings s_faces = Make(900, 20);

    [Fact]
    public void Of_TwoKindsOfFaces_NoGroupHasBoth()
    {
        var looks = Looks(s_faces);

        var groups = Enumerable.Range(0, 920).GroupBy(i => looks.Looks[i]).ToList();
        Assert.All(groups, group => Assert.Single(group.Select(i => i < 900).Distinct()));
        Assert.All(Enumerable.Range(0, 920), i => Assert.Equal(looks.Looks[i], looks.LookOf(s_faces[i])));
        Assert.Equal(looks.Looks, Looks(s_faces).Looks);
    }

    [Fact]
    public void Draw_RareFaces_ComeMoreOftenThanTheirShare()
    {
        var looks = Looks(s_faces);
        var random = new Random(3);

        double rare = Enumerable.Range(0, 20_000).Count(_ => looks.Draw(random) >= 900) / 20_000.0;

        Assert.InRange(rare, 1.25 * 20 / 920, 0.5);
        Assert.All(Enumerable.Range(0, 200), _ => Assert.True(looks.DrawLike(910, random) >= 900));
    }

    internal static FaceLooks Looks(TeacherEmbeddings faces) =>
        FaceLooks.Of([.. Enumerable.Range(0, faces.Embeddings.Length / faces.Dimension).Select(i => new ReadOnlyMemory<float>(faces.Embeddings, i * faces.Dimension, faces.Dimension))]);

    private static TeacherEmbeddings Make(int common, int rare)
    {
        var random = new Random(9);
        var all = new List<float>();
        for (int i = 0; i < common + rare; i++)
        {
            float[] face = [.. Enumerable.Range(0, 6).Select(_ => (float)random.NextNormal() * 0.2f)];
            face[i < common ? 0 : 1] += 2;
            TeacherModel.ToUnit(face);
            all.AddRange(face);
        }
        return new TeacherEmbeddings(6, [.. all]);
    }
}
