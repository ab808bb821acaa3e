using System.Numerics.Tensors;
using Semblance.Search;

namespace Semblance.Tests.Search;

public class RowIndexTests
{
    private const int Dimension = 100;

    public static TheoryData<string> Paths => [.. Int8Dots.Available.Select(path => path.Name)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Search_EveryPath_GivesTheFloatSearchToTheLastBit(string name)
    {
        var random = new Random(1);
        using var index = new RowIndex(Dimension, Path.GetTempPath(), Int8Dots.Available.Single(path => path.Name == name));
        var rows = Fill(index, random, 3_000);
        float[][] queries = [.. Enumerable.Range(0, 10).Select(i => i % 4 == 0 ? Near(random, rows[random.Next(rows.Count)].Row) : Direction(random))];

        foreach (int most in (int[])[1, 8, 10_000])
        {
            var found = index.Search(queries, most, threads: 1);
            for (int i = 0; i < queries.Length; i++)
                Assert.Equal(Expected(rows, queries[i], most), found[i]);
            Assert.Equal(found, index.Search(queries, most, threads: 3));
            Assert.Equal(found[5], index.Search([queries[5]], most, threads: 3)[0]);
        }
    }

    // A million comparisons; "benchmark search" makes ten million of 256 numbers.
    [Fact]
    public void Search_ManyFaces_NeverMissesTheBest()
    {
        var random = new Random(2);
        using var index = new RowIndex(Dimension, folder: null);
        var rows = Fill(index, random, 10_000);
        float[][] queries = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? Near(random, rows[i].Row) : Direction(random))];

        var found = index.Search(queries, 2, threads: 1);

        for (int i = 0; i < queries.Length; i++)
            Assert.Equal(Expected(rows, queries[i], 2), found[i]);
    }

    [Fact]
    public void Search_RowsThatRoundAlike_AreToldApartExactly()
    {
        using var index = new RowIndex(Dimension, folder: null);
        var random = new Random(3);
        float[] row = Direction(random);
        // They differ by far less than a whole number is worth.
        var rows = Enumerable.Range(0, 3_000).Select(i => (Person: Guid.NewGuid(), Row: row.Select((value, at) => value + (at == i % Dimension ? 1e-6f * (i + 1) / 3_000 : 0)).ToArray())).ToList();
        rows.ForEach(pair => index.Set(pair.Person, pair.Row));

        Assert.Equal(Expected(rows, row, 20), index.Search([row], 20, threads: 1)[0]);
    }

    [Fact]
    public void Search_ZerosAndTinyNumbers_AreFoundLikeOthers()
    {
        using var index = new RowIndex(Dimension, folder: null);
        var random = new Random(4);
        var rows = Fill(index, random, 20);
        foreach (float size in (float[])[0, 1e-45f, 1e-38f, 1e-20f])
        {
            rows.Add((Guid.NewGuid(), [.. Direction(random).Select(value => value * size)]));
            index.Set(rows[^1].Person, rows[^1].Row);
        }
        foreach (float[] query in (float[][])[new float[Dimension], Direction(random), [.. Direction(random).Select(value => value * 1e-30f)]])
            Assert.Equal(Expected(rows, query, 24), index.Search([query], 24, threads: 1)[0]);
    }

    [Fact]
    public void Set_PersonWhoIsThere_ReplacesTheRowInMemoryAndInTheFile()
    {
        using var index = new RowIndex(Dimension, Path.GetTempPath());
        var random = new Random(5);
        var rows = Fill(index, random, ExactRows.MostInMemory + 100);
        for (int i = 0; i < rows.Count; i += 7)
        {
            rows[i] = (rows[i].Person, Direction(random));
            index.Set(rows[i].Person, rows[i].Row);
        }
        float[] query = Direction(random);

        Assert.Equal(rows.Count, index.Count);
        Assert.Equal(Expected(rows, query, 50), index.Search([query], 50, threads: 1)[0]);
        Assert.All(rows, pair => Assert.Equal(TensorPrimitives.Dot<float>(pair.Row, query), index.Product(pair.Person, query)));
    }

    [Fact]
    public void Remove_Everybody_LeavesNobodyAndRoomForOthers()
    {
        using var index = new RowIndex(Dimension, Path.GetTempPath());
        var random = new Random(6);
        float[] query = Direction(random);
        for (int round = 0; round < 3; round++)
        {
            var rows = Fill(index, random, 3_000);
            Assert.Equal(Expected(rows, query, 5), index.Search([query], 5, threads: 1)[0]);
            Assert.All(rows, pair => Assert.True(index.Remove(pair.Person)));
            Assert.All(rows, pair => Assert.False(index.Contains(pair.Person)));
            Assert.Equal(0, index.Count);
            Assert.Empty(index.Search([query], 5, threads: 1)[0]);
            Assert.Null(index.Product(rows[0].Person, query));
        }
    }

    [Fact]
    public async Task Search_WhileOthersComeGoAndChange_MissesNobodyWhoStays()
    {
        using var index = new RowIndex(Dimension, Path.GetTempPath());
        var random = new Random(7);
        var staying = Fill(index, random, 3_000);
        float[][] queries = [.. Enumerable.Range(0, 16).Select(_ => Direction(random))];
        // Who comes and goes resembles the queries more than anybody who stays.
        var passing = Enumerable.Range(0, 400).Select(i => (Person: Guid.NewGuid(), Row: Near(random, queries[i % 16]))).ToList();
        var expected = queries.Select(query => Expected(staying, query, 8)).ToArray();
        var stays = staying.Select(pair => pair.Person).ToHashSet();
        using var end = new CancellationTokenSource();
        var changing = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                passing.ForEach(pair => index.Set(pair.Person, pair.Row));
                passing.ForEach(pair => index.Set(pair.Person, pair.Row));
                passing.ForEach(pair => Assert.True(index.Remove(pair.Person)));
                await Task.Delay(1);
            }
        });

        for (int round = 0; round < 10; round++)
        {
            var found = index.Search(queries, 8 + passing.Count, threads: 1 + round % 2);
            for (int i = 0; i < queries.Length; i++)
            {
                Assert.Equal(found[i].Length, found[i].Select(hit => hit.Person).Distinct().Count());
                Assert.Equal(expected[i], found[i].Where(hit => stays.Contains(hit.Person)).Take(8));
            }
            Assert.Equal(expected[round % 16][0].Product, index.Product(expected[round % 16][0].Person, queries[round % 16]));
        }
        await end.CancelAsync();
        await changing;
    }

    [Fact]
    public void Set_FolderThatIsNotThere_SaysWhatToDo()
    {
        using var index = new RowIndex(Dimension, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()));
        var random = new Random(8);
        Fill(index, random, ExactRows.MostInMemory);

        var error = Assert.Throws<IOException>(() => index.Set(Guid.NewGuid(), Direction(random)));

        Assert.Contains("TMPDIR", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExactRows.MostInMemory, index.Count);
    }

    private static List<(Guid Person, float[] Row)> Fill(RowIndex index, Random random, int people)
    {
        var rows = Enumerable.Range(0, people).Select(_ => (Guid.NewGuid(), Direction(random))).ToList();
        rows.ForEach(pair => index.Set(pair.Item1, pair.Item2));
        return rows;
    }

    private static RowHit[] Expected(IEnumerable<(Guid Person, float[] Row)> rows, float[] query, int most) =>
        [.. rows.Select(pair => new RowHit(pair.Person, TensorPrimitives.Dot<float>(pair.Row, query))).OrderByDescending(hit => hit.Product).Take(most)];

    private static float[] Near(Random random, float[] row) => Unit([.. Direction(random).Zip(row, (noise, value) => value + 0.7f * noise)]);

    private static float[] Direction(Random random) => Unit([.. Enumerable.Range(0, Dimension).Select(_ => random.NextSingle() - random.NextSingle())]);

    private static float[] Unit(float[] values)
    {
        TensorPrimitives.Divide(values, TensorPrimitives.Norm(values), values);
        return values;
    }
}
