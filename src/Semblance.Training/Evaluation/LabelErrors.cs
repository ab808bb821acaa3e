namespace Semblance.Training.Evaluation;

/// <summary>
/// What is known to be wrong with the identities of the collection of aligned faces. The lists hold names and reasons, no pictures;
/// how they came about stands at their heads.
/// </summary>
internal static class LabelErrors
{
    /// <summary>Two identities that are one person, and what shows it.</summary>
    /// <param name="A">An identity.</param>
    /// <param name="B">Another identity, the same person.</param>
    /// <param name="Reason">What was seen.</param>
    public readonly record struct SamePerson(string A, string B, string Reason);

    /// <summary>Held-out identities that are one person, found by eye. They are compared neither as genuine nor as impostors.</summary>
    public static IReadOnlyList<SamePerson> SamePersons() => [.. Rows("same_person.csv").Select(row => row.Split(',', 3)).Select(row => new SamePerson(row[0], row[1], row[2]))];

    /// <summary>Held-out identities whom training seems to see under another name. No threshold is calibrated on them.</summary>
    public static IReadOnlySet<string> SeenInTraining() => Rows("seen_in_training.csv").Select(row => row.Split(',')[0]).ToHashSet();

    // After the comments and the header.
    private static List<string> Rows(string name)
    {
        using var reader = new StreamReader(typeof(LabelErrors).Assembly.GetManifestResourceStream($"Semblance.Training.Evaluation.{name}")!);
        var rows = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith('#'))
                rows.Add(line);
        }
        rows.RemoveAt(0);
        return rows;
    }
}
