using System.CommandLine;
using Semblance.Benchmarks.Output;
using Semblance.Recognition;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>search</c>: what looking for one face among many people costs, beside comparing it with every embedding.</summary>
internal static class SearchCommand
{
    private const string Model = "random";
    private const int Dimension = 256;

    private static readonly Option<int> s_people = CommonOptions.Number("--people", "Enrolled people.", 100_000, least: 1);
    private static readonly Option<int> s_embeddings = CommonOptions.Number("--embeddings", "Embeddings of each.", 3, least: 1);
    private static readonly Option<int> s_queries = CommonOptions.Number("--queries", "Faces to look for; the median counts.", 50, least: 1);

    public static Command Create()
    {
        var command = new Command("search", $"CPU time of looking for one face among many people on one thread, exactly: random embeddings of {Dimension} numbers.") { s_people, s_embeddings, s_queries, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        int people = arguments.GetValue(s_people), embeddings = arguments.GetValue(s_embeddings), queries = arguments.GetValue(s_queries);
        var random = new Random(1);
        var templates = Enumerable.Range(0, people).Select(_ => Person(random, embeddings)).ToList();
        using var index = new EmbeddingIndex(Model);
        using var single = new EmbeddingIndex(Model);
        foreach (var template in templates)
        {
            index.Set(Guid.NewGuid(), template);
            foreach (var embedding in template.Embeddings)
                single.Set(Guid.NewGuid(), template with { Embeddings = [embedding] });
        }
        var faces = Enumerable.Range(0, queries).Select(_ => Look(random)).ToList();
        Figure[] figures =
        [
            Measure("one vector a person (what Semblance does)", faces, face => index.Search(face, FaceIdentifier.Candidates)[0].Score),
            Measure($"every embedding a row, {people * embeddings:N0} rows", faces, face => single.Search(face, FaceIdentifier.Candidates)[0].Score),
            Measure("every template by its own Score", faces[..Math.Min(5, queries)], face => templates.Max(template => template.Score(Comparator.Cosine, face))),
        ];

        var table = Results.Table($"One face among {people:N0} people with {embeddings} embeddings each", "", "CPU ms a search", "its time / the first");
        foreach (var figure in figures)
            table.AddRow(figure.Way, $"{figure.CpuMilliseconds:F1}", $"{figure.CpuMilliseconds / figures[0].CpuMilliseconds:F1}");
        Results.Print(arguments.GetValue(CommonOptions.Json), new { benchmark = "search", people, embeddings, dimension = Dimension, ways = figures }, table, "All are exact; the first and the last give the same scores up to rounding.");
        return ExitCode.Success;
    }

    private static Figure Measure(string way, IReadOnlyList<Embedding> faces, Func<Embedding, double> search)
    {
        search(faces[0]);
        var times = new List<double>();
        foreach (var face in faces)
        {
            var before = Environment.CpuUsage.TotalTime;
            search(face);
            times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }
        return new Figure(way, Results.Median(times));
    }

    private static Template Person(Random random, int embeddings) =>
        new("somebody", Model, [.. Enumerable.Range(0, embeddings).Select(_ => Look(random))], [], DateTimeOffset.UnixEpoch);

    private static Embedding Look(Random random)
    {
        var values = new float[Dimension];
        for (int i = 0; i < Dimension; i++)
            values[i] = random.NextSingle() - random.NextSingle();
        float length = MathF.Sqrt(values.Sum(value => value * value));
        return new Embedding(Model, [.. values.Select(value => value / length)]);
    }

    private sealed record Figure(string Way, double CpuMilliseconds);
}
