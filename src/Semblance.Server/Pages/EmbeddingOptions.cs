namespace Semblance.Server.Pages;

/// <summary>Other pages that may show the sign-in page inside them.</summary>
internal sealed record EmbeddingOptions
{
    /// <summary>Their origins, such as <c>https://intranet.example</c>, separated by semicolons; empty: none may.</summary>
    public string Origins { get; init; } = "";

    /// <summary>Their origins.</summary>
    internal IReadOnlyList<string> Allowed => Origins.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether a text is an origin and nothing more.</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
