using System.Globalization;
using Semblance.Storage.Names;

namespace Semblance.Storage;

/// <summary>A name that cannot be given to a person.</summary>
public sealed class PersonNameException(string message) : Exception(message);

/// <summary>
/// The name of an enrolled person, in any script: letters with their marks, digits, spaces, hyphens, underscores, apostrophes, dots, middle dots and commas; joiners inside words
/// whose script has them. It begins with a letter or digit (or an apostrophe before a letter), does not end with a space or comma, and has at most 64 characters as a
/// reader counts them (text elements) and 256 as UTF-16 does. It is kept in Unicode's form C with plain spaces. No control characters, nothing that turns the direction of
/// writing, no line breaks.
/// <para>Two names are equal here when they are written alike; whether they are one name in a gallery is <see cref="Identity"/>.</para>
/// </summary>
public readonly record struct PersonName
{
    /// <summary>The most UTF-16 code units of a name.</summary>
    public const int MaximumLength = NameRules.MostUnits;

    private PersonName(string value) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>
    /// What makes it unique in a gallery: the text without the difference of upper and lower case, of kinds of apostrophes and hyphens, and of joiners and variants of a character.
    /// </summary>
    public string Identity => NameRules.Fold(Value);

    /// <summary>Reads a name.</summary>
    /// <exception cref="PersonNameException">The text is no allowed name; the message says why.</exception>
    public static PersonName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? reason = Read(text, out var name);
        if (reason is null)
            return name;
        throw new PersonNameException(
            $"\"{Printable(text)}\" is not a name for a person: {reason}. Take 1 to {NameRules.MostElements} letters and digits of any script, spaces and - _ ' . , ·, beginning with a letter or digit.");
    }

    /// <summary>Whether a text is allowed as a name.</summary>
    public static bool IsAllowed(string text) => Read(text, out _) is null;

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    /// <summary>A name that was accepted before, perhaps by older rules.</summary>
    internal static PersonName Stored(string text) => new(NameRules.Prepare(text));

    private static string? Read(string text, out PersonName name)
    {
        name = default;
        // Form C shortens a text to a third at most; what is longer need not be looked at.
        if (text.Length > 3 * MaximumLength)
            return NameRules.TooLong;
        string prepared = NameRules.Prepare(text);
        if (NameRules.Refuse(prepared) is { } reason)
            return reason;
        name = new PersonName(prepared);
        return null;
    }

    // A name from outside may hold what a terminal would obey, or what turns the line around.
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Take(NameRules.MostElements + 1).Select(rune =>
        System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "?" : rune.ToString()));
}
