using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Semblance.Server.Access;

namespace Semblance.Server.Links;

/// <summary>A link that opens the page once.</summary>
/// <param name="Grant">What the page may do then.</param>
/// <param name="Key">The key that made it; the link ends with it.</param>
/// <param name="MadeBy">The name of that key.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends unopened.</param>
internal sealed record OneTimeLink(Grant Grant, Guid Key, string MadeBy, DateTimeOffset Created, DateTimeOffset Expires);

/// <summary>
/// One-time links. The text of a link holds a random number of 256 bits; the service keeps its hash, in memory: a restart ends all links. Safe for several threads.
/// </summary>
internal sealed class OneTimeLinks(TimeProvider time)
{
    /// <summary>What the text of a link begins with.</summary>
    public const string Prefix = "sml_";

    /// <summary>Links of one key that wait at once.</summary>
    public const int MostOfAKey = 100;

    private readonly ConcurrentDictionary<string, OneTimeLink> _links = new();
    private readonly Lock _adding = new();

    /// <summary>Keeps a link.</summary>
    /// <returns>Its text, which is kept nowhere; null where its key has too many that wait.</returns>
    public string? Add(OneTimeLink link)
    {
        lock (_adding)
        {
            Trim();
            if (_links.Values.Count(other => other.Key == link.Key) >= MostOfAKey)
                return null;
            string text = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            _links[HashOf(text)] = link;
            return text;
        }
    }

    /// <summary>Takes a link by its text: it works this once. Null where there is none, or it has ended.</summary>
    public OneTimeLink? Take(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && _links.TryRemove(HashOf(text), out var link) && link.Expires > time.GetUtcNow() ? link : null;

    /// <summary>Takes a link back by its id. False where none with it waits.</summary>
    public bool Revoke(Guid id) => _links.FirstOrDefault(pair => pair.Value.Grant.Link == id) is { Key: { } hash } && _links.TryRemove(hash, out _);

    /// <summary>The links that wait, the newest first.</summary>
    public IReadOnlyList<OneTimeLink> List()
    {
        Trim();
        return [.. _links.Values.OrderByDescending(link => link.Created)];
    }

    private void Trim()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, link) in _links)
        {
            if (link.Expires <= now)
                _links.TryRemove(hash, out _);
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
