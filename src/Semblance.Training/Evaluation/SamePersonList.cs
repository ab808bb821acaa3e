namespace Semblance.Training.Evaluation;

/// <summary>
/// Pairs of identities of the collection that are one person under two names, found by looking at the highest impostor scores. They
/// are compared neither as genuine nor as impostors. The list holds names and reasons, no pictures.
/// </summary>
public static class SamePersonList
{
    private const string Resource = "Semblance.Training.Evaluation.same_person.csv";

    /// <summary>A row of the list.</summary>
    /// <param name="A">An identity.</param>
    /// <param name="B">Another identity, the same person.</param>
    /// <param name="Reason">What was seen.</param>
    public readonly record struct Entry(string A, string B, string Reason);

    /// <summary>The committed list.</summary>
    public static IReadOnlyList<Entry> Read()
    {
        using var reader = new StreamReader(typeof(SamePersonList).Assembly.GetManifestResourceStream(Resource)!);
        var entries = new List<Entry>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith('#') || line == "a,b,reason")
                continue;
            var fields = line.Split(',', 3);
            entries.Add(new(fields[0], fields[1], fields[2]));
        }
        return entries;
    }
}
