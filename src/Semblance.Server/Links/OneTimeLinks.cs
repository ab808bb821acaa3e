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

    private readonly Dictionary<string, OneTimeLink> _links = [];
    private readonly HashSet<string> _taken = [];
    private readonly Lock _lock = new();

    /// <summary>Keeps a link.</summary>
    /// <returns>Its text, which is kept nowhere; null where its key has too many that wait.</returns>
    public string? Add(OneTimeLink link)
    {
        lock (_lock)
        {
            Trim();
            if (_links.Values.Count(other => other.Key == link.Key) >= MostOfAKey)
                return null;
            string text = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            _links[HashOf(text)] = link;
            return text;
        }
    }

    /// <summary>Takes a link by its text. Null where there is none, it has ended, or somebody else took it. One that was taken is used up (<see cref="Use"/>) or put back.</summary>
    public OneTimeLink? Take(string text)
    {
        string hash = HashOf(text);
        lock (_lock)
            return Find(hash) is { } link && _taken.Add(hash) ? link : null;
    }

    /// <summary>Uses up a link that was taken: it works this once. False where it was taken back meanwhile.</summary>
    public bool Use(string text)
    {
        string hash = HashOf(text);
        lock (_lock)
            return _taken.Remove(hash) & _links.Remove(hash);
    }

    /// <summary>Puts a link back that was taken and opened nothing.</summary>
    public void PutBack(string text)
    {
        string hash = HashOf(text);
        lock (_lock)
            _taken.Remove(hash);
    }

    /// <summary>What a link is for, without taking it; null where there is none, or it has ended.</summary>
    public Grant? Look(string text)
    {
        string hash = HashOf(text);
        lock (_lock)
            return Find(hash)?.Grant;
    }

    /// <summary>Takes a link back by its id. False where none with it waits.</summary>
    public bool Revoke(Guid id)
    {
        lock (_lock)
            return _links.FirstOrDefault(pair => pair.Value.Grant.Link == id) is { Key: { } hash } && _links.Remove(hash);
    }

    /// <summary>The links that wait, the newest first.</summary>
    public IReadOnlyList<OneTimeLink> List()
    {
        lock (_lock)
        {
            Trim();
            return [.. _links.Values.OrderByDescending(link => link.Created)];
        }
    }

    private OneTimeLink? Find(string hash) => _links.TryGetValue(hash, out var link) && link.Expires > time.GetUtcNow() ? link : null;

    private void Trim()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, _) in _links.Where(pair => pair.Value.Expires <= now).ToList())
            _links.Remove(hash);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
