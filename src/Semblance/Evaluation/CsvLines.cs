namespace Semblance.Evaluation;

/// <summary>A line of a list, for messages that name it.</summary>
internal readonly record struct CsvLine(string Path, int Number, string Text)
{
    /// <summary>Its fields, without spaces around them; they are not quoted.</summary>
    /// <exception cref="PairListException">There are more or fewer than expected.</exception>
    public string[] Fields(int expected)
    {
        string[] fields = Text.Split(',', StringSplitOptions.TrimEntries);
        return fields.Length == expected ? fields : throw Malformed($"{expected} fields are expected, separated by commas; there are {fields.Length}.");
    }

    /// <summary>What is wrong with it.</summary>
    public PairListException Malformed(string reason) => new(Path, Number, reason);
}

/// <summary>The lines of a list: a header and those that are not empty.</summary>
/// <param name="Header">The header's fields.</param>
/// <param name="Rows">The other lines.</param>
internal sealed record CsvLines(string[] Header, IReadOnlyList<CsvLine> Rows)
{
    /// <exception cref="PairListException">The file cannot be read.</exception>
    public static CsvLines Read(string path)
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
        return new CsvLines(header.Split(',', StringSplitOptions.TrimEntries),
            [.. lines.Select((text, index) => new CsvLine(path, index + 1, text)).Skip(1).Where(line => !string.IsNullOrWhiteSpace(line.Text))]);
    }
}
