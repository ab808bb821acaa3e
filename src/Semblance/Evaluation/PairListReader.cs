using System.Globalization;

namespace Semblance.Evaluation;

/// <summary>One line of a pair list: paths relative to the images folder, with forward slashes.</summary>
internal readonly record struct ListedPair(string A, string B, bool Same, int Fold, int Line);

/// <summary>Reads the two formats of pair lists.</summary>
internal static class PairListReader
{
    /// <exception cref="PairListException">The file cannot be read or is malformed.</exception>
    public static IReadOnlyList<ListedPair> Read(string path)
    {
        var lines = CsvLines.Read(path);
        string[] fields = lines.Header;
        string header = string.Join(',', fields);
        IReadOnlyList<ListedPair> pairs;
        if (fields is ["a", "b", "same", "fold"] or ["a", "b", "same"])
            pairs = [.. lines.Rows.Select(line => CsvPair(line, fields.Length))];
        else if (Words(header) is { Length: 1 or 2 } counts && counts.All(count => Whole(count, 1) is not null))
            pairs = LfwPairs(path, lines.Rows, counts);
        else
            throw new PairListException(path, 1, $"the header is \"{header}\"; it must be a,b,same,fold or the counts of an LFW list, such as 10 300.");
        return pairs.Count > 0 ? pairs : throw new PairListException(path, null, "there are no pairs in it.");
    }

    private static ListedPair CsvPair(CsvLine line, int expected)
    {
        string[] fields = line.Fields(expected);
        if (fields[0].Length == 0 || fields[1].Length == 0)
            throw line.Malformed("a photo has no path.");
        bool same = fields[2].ToLowerInvariant() switch
        {
            "1" or "true" => true,
            "0" or "false" => false,
            _ => throw line.Malformed($"same must be 1 or 0, not \"{fields[2]}\"."),
        };
        int fold = expected == 3 ? 0 : Whole(fields[3], 0) ?? throw line.Malformed($"fold must be a whole number from 0, not \"{fields[3]}\".");
        return new(fields[0].Replace('\\', '/'), fields[1].Replace('\\', '/'), same, fold, line.Number);
    }

    private static IReadOnlyList<ListedPair> LfwPairs(string path, IReadOnlyList<CsvLine> body, string[] counts)
    {
        long folds = counts.Length == 2 ? Whole(counts[0], 1)!.Value : 1, ofEachKind = Whole(counts[^1], 1)!.Value;
        if (body.Count != 2 * folds * ofEachKind)
            throw new PairListException(path, null, $"the header promises {folds} x 2 x {ofEachKind} pairs; there are {body.Count}.");
        return [.. body.Select((line, index) => LfwPair(line, (int)(index / (2 * ofEachKind)), same: index % (2 * ofEachKind) < ofEachKind))];
    }

    private static ListedPair LfwPair(CsvLine line, int fold, bool same)
    {
        var words = Words(line.Text);
        if (words.Length != (same ? 3 : 4))
            throw line.Malformed(same ? "a pair of the same person is expected here: NAME n1 n2." : "a pair of different people is expected here: NAME1 n1 NAME2 n2.");
        return new(Photo(words[0], words[1]), Photo(words[same ? 0 : 2], words[^1]), same, fold, line.Number);

        string Photo(string name, string number) => Whole(number, 1) is { } n
            ? $"{name}/{name}_{n:0000}.jpg"
            : throw line.Malformed($"\"{number}\" is not the number of a photo.");
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int? Whole(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number : null;
}
