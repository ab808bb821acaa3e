using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>
/// Browsers that were opened with a key. The cookie holds a random number of 256 bits and nothing else; the service remembers its hash and the key for
/// 12 hours, in memory: a restart ends all. A key that is revoked ends its pages within seconds. Safe for several threads.
/// </summary>
internal sealed class PageSessions(IStore store, TimeProvider time)
{
    private const int Most = 10_000;
    private const string InsidePrefix = "sme_";
    private static readonly TimeSpan s_life = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_keysLast = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, PageSession> _sessions = new();
    private volatile KnownKeys _keys = new(DateTimeOffset.MinValue, new Dictionary<Guid, AccessKey>());

    /// <summary>Opens a page with a key and sets its cookie.</summary>
    /// <param name="context">The request.</param>
    /// <param name="key">The key.</param>
    /// <param name="grant">What the page may do at most; null: what the key may.</param>
    /// <param name="life">How long it may; null: 12 hours.</param>
    public void Begin(HttpContext context, AccessKey key, Grant? grant = null, TimeSpan? life = null)
    {
        End(context);
        context.Response.Cookies.Append(CookieName(context), Begin(key, grant, life), CookieOptions(context, life ?? s_life));
    }

    /// <summary>Opens a page that lies inside another site's, where browsers keep no cookie for it: it holds the session itself, and sends it as a key.</summary>
    /// <returns>What it sends.</returns>
    public string BeginInside(AccessKey key, Grant grant, TimeSpan life) => InsidePrefix + Begin(key, grant, life);

    private string Begin(AccessKey key, Grant? grant, TimeSpan? life)
    {
        var now = time.GetUtcNow();
        if (_sessions.Count >= Most)
            Trim(now);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _sessions[HashOf(id)] = new PageSession(key.Id, now + (life ?? s_life), grant);
        // The key may be younger than what was read of the store.
        _keys = new KnownKeys(DateTimeOffset.MinValue, new Dictionary<Guid, AccessKey>());
        return id;
    }

    /// <summary>Ends the page's session; nothing happens where it has none.</summary>
    public void End(HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue(CookieName(context), out string? id) && id is not null)
        {
            _sessions.TryRemove(HashOf(id), out _);
            context.Response.Cookies.Delete(CookieName(context), CookieOptions(context, TimeSpan.Zero));
        }
    }

    /// <summary>The key that the page was opened with, what the page is known by, and what it may do at most; null where there is no session, or the key has ended.</summary>
    public async Task<(AccessKey Key, string Page, Grant? Grant)?> FindAsync(HttpContext context)
    {
        string? id = InsideOf(context) ?? context.Request.Cookies[CookieName(context)];
        if (id is null || !_sessions.TryGetValue(HashOf(id), out var session))
            return null;
        var now = time.GetUtcNow();
        var key = session.Until > now && session.Grant is not { IsOver: true } ? (await KeysAsync(now, context.RequestAborted)).GetValueOrDefault(session.Key) : null;
        if (key is { Revoked: null } && !(key.Expires <= now))
            return (key, HashOf(id), session.Grant);
        _sessions.TryRemove(HashOf(id), out _);
        return null;
    }

    /// <summary>Whether a page sends its session as a key, as one inside another site's does.</summary>
    public static bool IsInside(HttpContext context) => InsideOf(context) is not null;

    private static string? InsideOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith($"Bearer {InsidePrefix}", StringComparison.Ordinal) ? header[(7 + InsidePrefix.Length)..] : null;

    /// <summary>Ends the page that a one-time link opened, and what it began. False where there is none.</summary>
    public bool EndOf(Guid link)
    {
        if (_sessions.FirstOrDefault(pair => pair.Value.Grant?.Link == link) is not { Key: { } hash, Value.Grant: { } grant })
            return false;
        grant.End();
        return _sessions.TryRemove(hash, out _);
    }

    /// <summary>Ends the pages of a key.</summary>
    public void EndAll(Guid key)
    {
        foreach (var (hash, session) in _sessions)
        {
            if (session.Key == key)
                _sessions.TryRemove(hash, out _);
        }
    }

    // Other processes revoke keys too; asking the store at every picture of a page would cost more than it is worth.
    private async Task<IReadOnlyDictionary<Guid, AccessKey>> KeysAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _keys.Read > s_keysLast)
            _keys = new KnownKeys(now, (await store.Keys.ListAsync(cancellation)).ToDictionary(key => key.Id));
        return _keys.ById;
    }

    private void Trim(DateTimeOffset now)
    {
        foreach (var (hash, session) in _sessions)
        {
            if (session.Until <= now)
                _sessions.TryRemove(hash, out _);
        }
        if (_sessions.Count >= Most && _sessions.MinBy(session => session.Value.Until) is { Key: { } oldest })
            _sessions.TryRemove(oldest, out _);
    }

    // The prefix makes browsers refuse the cookie unless it came over https, for this very host.
    private static string CookieName(HttpContext context) => context.Request.IsHttps ? "__Host-semblance" : "semblance";

    private static CookieOptions CookieOptions(HttpContext context, TimeSpan life) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", MaxAge = life > TimeSpan.Zero ? life : null, IsEssential = true,
    };

    private static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private sealed record PageSession(Guid Key, DateTimeOffset Until, Grant? Grant);

    private sealed record KnownKeys(DateTimeOffset Read, IReadOnlyDictionary<Guid, AccessKey> ById);
}
