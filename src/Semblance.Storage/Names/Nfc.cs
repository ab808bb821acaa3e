using System.Globalization;
using System.Text;

namespace Semblance.Storage.Names;

/// <summary>
/// Normalisation form C of Unicode (UAX #15): texts that look alike because letters and marks were typed together or apart become one. The programs run without ICU
/// (InvariantGlobalization), where <see cref="string.Normalize()"/> returns everything as it is. Characters that are younger than the table stay as they are.
/// </summary>
internal static class Nfc
{
    // Hangul syllables are composed by arithmetic (the standard, section 3.12).
    private const int Syllables = 0xAC00, Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7, LeadingCount = 19, VowelCount = 21, TrailingCount = 28;

    private static readonly Lazy<Tables> s_tables = new(Tables.Read);

    /// <summary>The text in form C. Lone surrogates become U+FFFD.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Below U+0300 nothing is a mark and everything is composed.
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u02FF') < 0)
            return text;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        Sort(points);
        var normalized = new StringBuilder(text.Length);
        foreach (int point in Compose(points))
            normalized.Append(char.ConvertFromUtf32(point));
        return normalized.ToString();
    }

    /// <summary>The canonical combining class: 0 of what stands for itself, 9 of viramas.</summary>
    public static int ClassOf(int point) => s_tables.Value.Classes.GetValueOrDefault(point);

    private static void Decompose(int point, List<int> into)
    {
        if (point - Syllables is >= 0 and < LeadingCount * VowelCount * TrailingCount and var syllable)
        {
            into.Add(Leading + syllable / (VowelCount * TrailingCount));
            into.Add(Vowels + syllable / TrailingCount % VowelCount);
            if (syllable % TrailingCount is > 0 and var trailing)
                into.Add(Trailing + trailing);
        }
        else if (s_tables.Value.Parts.TryGetValue(point, out var parts))
        {
            foreach (int part in parts)
                Decompose(part, into);
        }
        else
        {
            into.Add(point);
        }
    }

    // Marks of one letter in the order of their classes; those of one class stay in their order.
    private static void Sort(List<int> points)
    {
        for (int i = 1; i < points.Count; i++)
        {
            int kind = ClassOf(points[i]);
            for (int at = i; kind > 0 && at > 0 && ClassOf(points[at - 1]) > kind; at--)
                (points[at - 1], points[at]) = (points[at], points[at - 1]);
        }
    }

    private static List<int> Compose(List<int> points)
    {
        var composed = new List<int>(points.Count);
        int starter = -1, last = -1;
        foreach (int point in points)
        {
            int kind = ClassOf(point);
            // A mark of the same or a higher class, or another letter, stands between: it blocks.
            if (starter >= 0 && last < kind && Pair(composed[starter], point) is { } pair)
            {
                composed[starter] = pair;
                continue;
            }
            if (kind == 0)
                (starter, last) = (composed.Count, -1);
            else
                last = kind;
            composed.Add(point);
        }
        return composed;
    }

    private static int? Pair(int first, int second)
    {
        if (first - Leading is >= 0 and < LeadingCount and var leading && second - Vowels is >= 0 and < VowelCount and var vowel)
            return Syllables + (leading * VowelCount + vowel) * TrailingCount;
        if (first - Syllables is >= 0 and < LeadingCount * VowelCount * TrailingCount and var syllable && syllable % TrailingCount == 0
            && second - Trailing is > 0 and < TrailingCount and var trailing)
        {
            return first + trailing;
        }
        return s_tables.Value.Pairs.TryGetValue((first, second), out int pair) ? pair : null;
    }

    private sealed record Tables(Dictionary<int, int> Classes, Dictionary<int, int[]> Parts, Dictionary<(int, int), int> Pairs)
    {
        // Its lines are explained where they are made: build/make-nfc.py.
        public static Tables Read()
        {
            var tables = new Tables([], [], []);
            using var reader = new StreamReader(typeof(Nfc).Assembly.GetManifestResourceStream("names/nfc.txt")!);
            while (reader.ReadLine() is { } line)
            {
                string[] fields = line.Split(' ');
                switch (fields[0])
                {
                    case "C":
                        for (int point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                            tables.Classes.Add(point, int.Parse(fields[3], CultureInfo.InvariantCulture));
                        break;
                    case "D":
                        tables.Parts.Add(Hex(fields[1]), [Hex(fields[2]), Hex(fields[3])]);
                        tables.Pairs.Add((Hex(fields[2]), Hex(fields[3])), Hex(fields[1]));
                        break;
                    case "X":
                        tables.Parts.Add(Hex(fields[1]), [.. fields[2..].Select(Hex)]);
                        break;
                }
            }
            return tables;
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
