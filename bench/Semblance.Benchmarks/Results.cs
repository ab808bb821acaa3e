using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Semblance.Benchmarks;

/// <summary>Something that a benchmark needs is missing.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);

/// <summary>How results are shown.</summary>
internal static class Results
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document." };

    public static void Show(bool json, string title, object document, string[] columns, IEnumerable<string[]> rows)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(document, JsonSerializerOptions.Web));
            return;
        }
        var table = new Table { Title = new TableTitle(Markup.Escape(title)) };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = column == columns[0] ? Justify.Left : Justify.Right });
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    /// <summary>Minimum, median and maximum.</summary>
    public static (double Min, double Median, double Max) Spread(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[0], sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2, sorted[^1]);
    }
}
