using System.CommandLine;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Search;
using Semblance.Recognition;
using Semblance.Search;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>search</c>: what looking for faces among many people costs, beside going through all rows as 32-bit numbers; and whether both say the same.</summary>
internal static class SearchCommand
{
    private const int Dimension = 256, Batch = 64;

    private static readonly Option<int> s_people = CommonOptions.Number("--people", "Enrolled people.", 100_000, least: 1000);
    private static readonly Option<int> s_queries = CommonOptions.Number("--queries", "Faces to look for; the median counts.", 50, least: 1);
    private static readonly Option<int> s_comparisons = CommonOptions.Number("--comparisons", "Comparisons in which every answer must be that of 32-bit numbers, to the last bit.", 10_000_000, least: 1);
    private static readonly Option<int> s_changes = CommonOptions.Number("--changes", "Changes a second while searches are timed.", 1000, least: 1);

    private static readonly Option<bool> s_best = new("--best") { Description = "Only the fastest path." };

    public static Command Create()
    {
        var command = new Command("search", $"CPU time of looking for faces among many people on one thread, exactly: random rows of {Dimension} numbers.") { s_people, s_queries, s_comparisons, s_changes, s_best, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string load = MachineLoad.Text;
        int people = arguments.GetValue(s_people), turns = arguments.GetValue(s_queries);
        var made = new MadeRows(Dimension);
        var exact = new FloatRows(Dimension);
        for (int i = 0; i < people; i++)
            exact.Add(Guid.NewGuid(), made.Direction());
        long before = Memory();
        using var index = Fill(exact, people, Int8Dots.Best);
        double perPerson = (Memory() - before) / (double)people;
        // Half are of somebody who is enrolled.
        float[][] queries = [.. Enumerable.Range(0, Math.Max(Batch, turns)).Select(i => i % 2 == 0 ? made.Near(exact.Row(i % people)) : made.Direction())];
        float[][] batch = queries[..Batch];

        List<Figure> figures = [Figure.Of("one face, 32-bit numbers", "", turns, turn => exact.Search(queries[turn], FaceIdentifier.Candidates))];
        foreach (var path in Int8Dots.Available.Take(arguments.GetValue(s_best) ? 1 : int.MaxValue))
        {
            using var own = path == Int8Dots.Best ? null : Fill(exact, people, path);
            var searched = own ?? index;
            figures.Add(Figure.Of("one face", path.Name, turns, turn => searched.Search([queries[turn]], FaceIdentifier.Candidates, threads: 1)));
            figures.Add(Figure.Of($"{Batch} faces at once", path.Name, Math.Max(3, turns / 5), _ => searched.Search(batch, FaceIdentifier.Candidates, threads: 1)));
        }
        figures.Insert(1, new($"{Batch} faces, 32-bit numbers", "", Batch * figures[0].Least, Batch * figures[0].CpuMilliseconds));

        var (asked, differing) = Compare(exact, index, made, arguments.GetValue(s_comparisons));
        var quiet = Changes.Measure(index, made, queries, perSecond: 0, TimeSpan.FromSeconds(5));
        var changing = Changes.Measure(index, made, queries, arguments.GetValue(s_changes), TimeSpan.FromSeconds(10));
        Print(arguments.GetValue(CommonOptions.Json), people, figures, perPerson, asked, differing, quiet, changing, load);
        return differing == 0 ? ExitCode.Success : throw new BenchmarkException(ExitCode.Environment, "Answers differ from those of 32-bit numbers.");
    }

    // Anybody among the first eight who differs, or a score that differs in its last bit, counts.
    private static (int Asked, int Differing) Compare(FloatRows exact, RowIndex index, MadeRows made, int comparisons)
    {
        int asked = 0, differing = 0;
        for (; (long)asked * exact.Count < comparisons; asked++)
        {
            float[] query = asked % 2 == 0 ? made.Near(exact.Row(asked * 97 % exact.Count)) : made.Direction();
            if (!exact.Search(query, FaceIdentifier.Candidates).SequenceEqual(index.Search([query], FaceIdentifier.Candidates, threads: 1)[0]))
                differing++;
        }
        return (asked, differing);
    }

    private static RowIndex Fill(FloatRows exact, int people, Int8Dots dots)
    {
        var index = new RowIndex(Dimension, Path.GetTempPath(), dots);
        for (int row = 0; row < people; row++)
            index.Set(exact.Person(row), exact.Row(row));
        return index;
    }

    private static long Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Print(bool json, int people, List<Figure> figures, double perPerson, int asked, int differing, Changes quiet, Changes changing, string load)
    {
        var table = Results.Table($"Faces among {people:N0} people, {Dimension} numbers each, one thread, {load}", "", "path", "CPU ms, least", "CPU ms, median", "32-bit numbers / this");
        foreach (var figure in figures)
        {
            double rival = figures[figure.Way.StartsWith("one", StringComparison.Ordinal) ? 0 : 1].CpuMilliseconds;
            table.AddRow(figure.Way, figure.Path, $"{figure.Least:F2}", $"{figure.CpuMilliseconds:F2}", $"{rival / figure.CpuMilliseconds:F1}");
        }
        Results.Print(
            json,
            new { benchmark = "search", people, dimension = Dimension, load, ways = figures, bytesPerPerson = perPerson, comparisons = (long)asked * people, queries = asked, differing, quiet, changing },
            table,
            $"Memory: {perPerson:F0} bytes a person; the exact rows of all but the first {ExactRows.MostInMemory:N0} lie in a sealed file.",
            $"The eight most alike and their scores, against 32-bit numbers: {differing} of {asked} answers differ ({(long)asked * people:N0} comparisons).",
            $"One face, nobody changes: median {quiet.MedianWall:F2} ms, p99 {quiet.P99Wall:F2} ms passed; {quiet.MedianCpu:F2} and {quiet.P99Cpu:F2} CPU.",
            $"One face, {changing.PerSecond:F0} changes a second: median {changing.MedianWall:F2} ms, p99 {changing.P99Wall:F2} ms passed; {changing.MedianCpu:F2} and {changing.P99Cpu:F2} CPU.");
    }

    private sealed record Figure(string Way, string Path, double Least, double CpuMilliseconds)
    {
        public static Figure Of(string way, string path, int turns, Action<int> work)
        {
            var (least, median) = ThreadClock.Measure(turns, work);
            return new Figure(way, path, least, median);
        }
    }
}
