using System.Numerics.Tensors;
using Semblance.Training.Embedder;

namespace Semblance.Training.Tests.Embedder;

public class ProjectionTests
{
    private const int From = 24, Rank = 6, Count = 200;

    private static readonly TeacherEmbeddings s_teacher = OfLowRank();

    [Fact]
    public void Apply_EmbeddingsOfLowRank_KeepsEveryCosine()
    {
        var projected = Projection.Of(s_teacher, [.. Enumerable.Range(0, Count / 2)], Rank).Apply(s_teacher);

        Assert.Equal(Rank, projected.Dimension);
        for (int a = 0; a < Count; a += 7)
        {
            for (int b = 0; b < Count; b += 11)
                Assert.Equal(TensorPrimitives.Dot(s_teacher[a], s_teacher[b]), TensorPrimitives.Dot(projected[a], projected[b]), 1e-4f);
        }
    }

    [Fact]
    public void Apply_TooFewNumbers_LosesTheWeakestDirectionsOnly()
    {
        int[] all = [.. Enumerable.Range(0, Count)];

        double three = WorstError(Projection.Of(s_teacher, all, 3)), five = WorstError(Projection.Of(s_teacher, all, 5));

        Assert.True(five < three && five > 0.001, $"worst errors {three} with 3 numbers, {five} with 5");
    }

    [Fact]
    public void ReadOrCompute_AfterMoreFacesHaveCome_StaysAsItWas()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("projection.bin");

        var first = Projection.ReadOrCompute(file, s_teacher, [.. Enumerable.Range(0, 50)], Rank);
        var later = Projection.ReadOrCompute(file, s_teacher, [.. Enumerable.Range(0, Count)], Rank);

        Assert.Equal(first.Directions, later.Directions);
        Assert.Contains("another folder", Assert.Throws<DataException>(() => Projection.ReadOrCompute(file, s_teacher, [0], Rank - 1)).Message);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => Projection.ReadOrCompute(file, s_teacher, [0], Rank)).Message);
    }

    private static double WorstError(Projection projection)
    {
        var projected = projection.Apply(s_teacher);
        return Enumerable.Range(1, Count - 1).Max(i => Math.Abs(TensorPrimitives.Dot(s_teacher[0], s_teacher[i]) - TensorPrimitives.Dot(projected[0], projected[i])));
    }

    private static TeacherEmbeddings OfLowRank()
    {
        var random = new Random(4);
        float[][] axes = [.. Enumerable.Range(0, Rank).Select(k => Enumerable.Range(0, From).Select(_ => (float)random.NextNormal() / (k + 1)).ToArray())];
        var all = new List<float>();
        for (int i = 0; i < Count; i++)
        {
            var row = new float[From];
            foreach (var axis in axes)
                TensorPrimitives.MultiplyAdd(axis, (float)random.NextNormal(), row, row);
            TeacherModel.ToUnit(row);
            all.AddRange(row);
        }
        return new TeacherEmbeddings(From, [.. all]);
    }
}
