namespace Semblance.Storage;

/// <summary>A name that cannot be given to a person.</summary>
public sealed class PersonNameException(string message) : Exception(message);

/// <summary>
/// The name of an enrolled person, safe as the name of a file: 1 to 64 letters, digits, spaces, hyphens, underscores,
/// apostrophes and dots, beginning with a letter or digit and not ending in a space or dot.
/// </summary>
public readonly record struct PersonName
{
    private const int MaximumLength = 64;

    // Device names of Windows, with or without an ending.
    private static readonly HashSet<string> s_reserved = new(
        [
            "CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"]),
        ],
        StringComparer.OrdinalIgnoreCase);

    private PersonName(string value) => Value = value;

    /// <summary>The name as it was given.</summary>
    /// <summary>The text as it was given.</summary>
    public string Value { get; }

    /// <summary>Reads a name.</summary>
    /// <summary>Reads a name.</summary>
    /// <exception cref="PersonNameException">The text is no allowed name.</exception>
    public static PersonName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsAllowed(text))
        {
            throw new PersonNameException(
                $"\"{Printable(text)}\" is not a name for a person: take 1 to {MaximumLength} letters, digits, spaces and - _ ' ., beginning with a letter or digit.");
        }
        return new PersonName(text);
    }

    /// <summary>Whether a text is a name.</summary>
    /// <summary>Whether a text is allowed as a name.</summary>
    public static bool IsAllowed(string text) =>
        text.Length is > 0 and <= MaximumLength
        && char.IsLetterOrDigit(text[0])
        && text[^1] is not (' ' or '.')
        && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '\'' or '.')
        && !s_reserved.Contains(text.Split('.')[0].TrimEnd());

    /// <summary>The name.</summary>
    /// <summary>The text.</summary>
    public override string ToString() => Value;

    // A name from outside may hold what a terminal would obey.
    private static string Printable(string text) =>
        new([.. text.Take(MaximumLength + 1).Select(c => char.IsControl(c) ? '?' : c)]);
}
