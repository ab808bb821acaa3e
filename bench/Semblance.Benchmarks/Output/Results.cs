using System.Text.Json;
using Spectre.Console;

namespace Semblance.Benchmarks.Output;

/// <summary>Prints figures: a table for people, and with --json one document on stdout (the table then goes to stderr).</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static void Print(bool json, object document, Table table, params string[] notes)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out) });
        console.Profile.Width = Math.Max(console.Profile.Width, 110);
        console.Write(table);
        foreach (string note in notes)
            console.WriteLine(note);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(document, s_json));
    }

    public static Table Table(string title, params string[] columns)
    {
        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Simple).AddColumn(Markup.Escape(columns[0]));
        foreach (string column in columns[1..])
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        return table;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
