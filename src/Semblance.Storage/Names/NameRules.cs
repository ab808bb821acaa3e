using System.Globalization;
using System.Text;

namespace Semblance.Storage.Names;

/// <summary>Which texts are names of people, and when two of them are one name.</summary>
internal static class NameRules
{
    public const int MostElements = 64, MostUnits = 256;

    public static string TooLong { get; } = $"it is longer than {MostElements} characters";

    // Enough for every writing system; beyond that marks pile up over the neighbouring lines.
    private const int MostMarks = 8;

    private const int NonJoiner = 0x200C, Joiner = 0x200D;

    private static readonly Rune[] s_apostrophes = [.. "'\u2019\u2018\u02BC".EnumerateRunes()], s_hyphens = [.. "-\u2010\u2011".EnumerateRunes()];

    // Dots, commas, the middle dots of Catalan and Japanese, Hebrew's maqaf, geresh and gershayim.
    private static readonly Rune[] s_signs = [.. "_.,\u00B7\u30FB\u05BE\u05F3\u05F4".EnumerateRunes()];

    // Letters and marks that nobody sees: a name of these alone would look empty.
    private static readonly int[] s_blank = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0];

    // Where joiners change how a word is written: Arabic and its like, India and its neighbours, Mongolian.
    private static readonly (int First, int Last)[] s_joining =
        [(0x0600, 0x0DFF), (0x0F00, 0x109F), (0x1780, 0x18AF), (0x1900, 0x1CFF), (0xA800, 0xABFF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0x10D00, 0x10D3F), (0x11000, 0x11FFF), (0x1E900, 0x1E95F)];

    /// <summary>A text as names are stored: in form C, every kind of space being the plain one.</summary>
    public static string Prepare(string text) => string.Concat(Nfc.Normalize(text).Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c));

    /// <summary>
    /// What two spellings of one name have in common: upper and lower case, kinds of apostrophes and hyphens, joiners and variants of a character make no difference.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Prepare(text).EnumerateRunes())
        {
            if (rune.Value is NonJoiner or Joiner || IsVariant(rune.Value))
                continue;
            folded.Append(s_apostrophes.Contains(rune) ? "'" : s_hyphens.Contains(rune) ? "-" : rune.ToString());
        }
        return Nfc.Normalize(folded.ToString().ToUpperInvariant().ToLowerInvariant());
    }

    /// <summary>Why a prepared text is no name, in words that end a sentence; null where it is one.</summary>
    public static string? Refuse(string text)
    {
        if (text.Length == 0)
            return "it is empty";
        if (text.Length > MostUnits || new StringInfo(text).LengthInTextElements > MostElements)
            return TooLong;
        var runes = text.EnumerateRunes().ToArray();
        int first = s_apostrophes.Contains(runes[0]) && runes.Length > 1 ? 1 : 0;
        if (!IsLetter(runes[first]) && !(first == 0 && IsDigit(runes[0])))
            return "it begins with neither a letter nor a digit";
        if (text[^1] is ' ' or ',')
            return "it ends with a space or comma";
        int marks = 0;
        for (int at = 0; at < runes.Length; at++)
        {
            marks = IsMark(runes[at]) ? marks + 1 : 0;
            if (marks > MostMarks)
                return "too many marks stand on one letter";
            if (!IsAllowed(runes, at))
                return string.Create(CultureInfo.InvariantCulture, $"it holds U+{runes[at].Value:X4}");
        }
        return null;
    }

    private static bool IsAllowed(Rune[] runes, int at)
    {
        var rune = runes[at];
        if (rune.Value is NonJoiner or Joiner)
            return MayJoin(runes, at);
        return (IsLetter(rune) || IsMark(rune) || IsDigit(rune)) && !s_blank.Contains(rune.Value)
            || rune.Value == ' ' || s_signs.Contains(rune) || s_apostrophes.Contains(rune) || s_hyphens.Contains(rune);
    }

    // Inside a word of such a script; after a virama also at its end.
    private static bool MayJoin(Rune[] runes, int at)
    {
        if (at == 0 || !s_joining.Any(range => runes[at - 1].Value >= range.First && runes[at - 1].Value <= range.Last) || !IsLetter(runes[at - 1]) && !IsMark(runes[at - 1]))
            return false;
        return Nfc.ClassOf(runes[at - 1].Value) == 9 || at + 1 < runes.Length && IsLetter(runes[at + 1]);
    }

    private static bool IsLetter(Rune rune) => Rune.IsLetter(rune);

    private static bool IsDigit(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsVariant(int point) => point is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x180B and <= 0x180D or 0x180F;
}
