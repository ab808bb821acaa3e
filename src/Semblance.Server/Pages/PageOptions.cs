using System.Reflection;

namespace Semblance.Server.Pages;

/// <summary>The page.</summary>
internal sealed record PageOptions
{
    /// <summary>
    /// Languages that the page is offered in, as two letters, separated by semicolons; empty: all. A browser gets the first of its own languages that is among them, else the first of them: with one,
    /// everybody gets that one.
    /// </summary>
    public string Languages { get; init; } = "";

    /// <summary>Every language that there are texts in, English first.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .OrderBy(code => code != "en").ThenBy(code => code, StringComparer.Ordinal),
    ];

    /// <summary>The languages that are offered.</summary>
    internal IReadOnlyList<string> Offered =>
        Languages.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } some ? some : Known;

    private const string Folder = "wwwroot/texts/";
}
