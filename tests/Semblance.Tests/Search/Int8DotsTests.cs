using Semblance.Search;

namespace Semblance.Tests.Search;

public class Int8DotsTests
{
    public static TheoryData<string> Paths => [.. Int8Dots.Available.Select(path => path.Name)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryPath_AnyNumbers_GivesTheSumsOfPlainArithmetic(string name)
    {
        var path = Int8Dots.Available.Single(available => available.Name == name);
        var random = new Random(1);
        foreach (int width in (int[])[64, 128, 256, 512, 1024])
        {
            for (int asked = 1; asked <= 9; asked++)
            {
                int count = 4 * random.Next(1, 9);
                var (rows, queries) = (Numbers(random, count * width), Numbers(random, asked * width));
                var products = new int[count * asked];

                path.Multiply(rows, queries, width, products);

                Assert.Equal(Plain(rows, queries, width), products);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryPath_GreatestNumbersInTheLongestRow_DoesNotOverflow(string name)
    {
        var path = Int8Dots.Available.Single(available => available.Name == name);
        var most = Enumerable.Repeat((sbyte)127, 4 * Int8Dots.MostNumbers).ToArray();
        var least = Enumerable.Repeat((sbyte)-127, Int8Dots.MostNumbers).ToArray();
        int product = 127 * 127 * Int8Dots.MostNumbers;
        var products = new int[8];

        path.Multiply(most, [.. least, .. most[..Int8Dots.MostNumbers]], Int8Dots.MostNumbers, products);

        Assert.Equal([-product, -product, -product, -product, product, product, product, product], products);
    }

    [Fact]
    public void Multiply_RowsThatDoNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Int8Dots.Best.Multiply(new sbyte[3 * 64], new sbyte[64], 64, new int[4]));
        Assert.Throws<ArgumentException>(() => Int8Dots.Best.Multiply(new sbyte[4 * 60], new sbyte[60], 60, new int[4]));
        Assert.Throws<ArgumentException>(() => Int8Dots.Best.Multiply(new sbyte[4 * 64], new sbyte[2 * 64], 64, new int[4]));
    }

    private static int[] Plain(sbyte[] rows, sbyte[] queries, int width) =>
    [
        .. from query in Enumerable.Range(0, queries.Length / width)
           from row in Enumerable.Range(0, rows.Length / width)
           select Enumerable.Range(0, width).Sum(i => rows[row * width + i] * queries[query * width + i]),
    ];

    private static sbyte[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))];
}
