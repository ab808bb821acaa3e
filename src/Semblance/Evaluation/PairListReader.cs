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
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PairListException(path, null, "no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PairListException(path, null, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }

        string header = lines.Length == 0 ? "" : lines[0].Trim();
        var fields = header.Split(',', StringSplitOptions.TrimEntries);
        IReadOnlyList<ListedPair> pairs;
        if (fields is ["a", "b", "same", "fold"] or ["a", "b", "same"])
            pairs = [.. Filled(path, lines).Select(line => CsvPair(line, fields.Length))];
        else if (Words(header) is { Length: 1 or 2 } counts && counts.All(count => Whole(count, 1) is not null))
            pairs = LfwPairs(path, lines, counts);
        else
            throw new PairListException(path, 1, $"the header is \"{header}\"; it must be a,b,same,fold or the counts of an LFW list, such as 10 300.");
        return pairs.Count > 0 ? pairs : throw new PairListException(path, null, "there are no pairs in it.");
    }

    private static ListedPair CsvPair(TextLine line, int expected)
    {
        var fields = line.Text.Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length != expected)
            throw line.Malformed($"{expected} fields are expected, separated by commas; there are {fields.Length}.");
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

    private static IReadOnlyList<ListedPair> LfwPairs(string path, string[] lines, string[] counts)
    {
        long folds = counts.Length == 2 ? Whole(counts[0], 1)!.Value : 1, ofEachKind = Whole(counts[^1], 1)!.Value;
        var body = Filled(path, lines).ToArray();
        if (body.Length != 2 * folds * ofEachKind)
            throw new PairListException(path, null, $"the header promises {folds} x 2 x {ofEachKind} pairs; there are {body.Length}.");
        return [.. body.Select((line, index) => LfwPair(line, (int)(index / (2 * ofEachKind)), same: index % (2 * ofEachKind) < ofEachKind))];
    }

    private static ListedPair LfwPair(TextLine line, int fold, bool same)
    {
        var words = Words(line.Text);
        if (words.Length != (same ? 3 : 4))
            throw line.Malformed(same ? "a pair of the same person is expected here: NAME n1 n2." : "a pair of different people is expected here: NAME1 n1 NAME2 n2.");
        return new(Photo(words[0], words[1]), Photo(words[same ? 0 : 2], words[^1]), same, fold, line.Number);

        string Photo(string name, string number) => Whole(number, 1) is { } n
            ? $"{name}/{name}_{n:0000}.jpg"
            : throw line.Malformed($"\"{number}\" is not the number of a photo.");
    }

    private static IEnumerable<TextLine> Filled(string path, string[] lines) =>
        lines.Select((text, index) => new TextLine(path, index + 1, text)).Skip(1).Where(line => !string.IsNullOrWhiteSpace(line.Text));

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int? Whole(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number : null;

    private readonly record struct TextLine(string Path, int Number, string Text)
    {
        public PairListException Malformed(string reason) => new(Path, Number, reason);
    }
}
