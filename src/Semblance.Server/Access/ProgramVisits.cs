using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Semblance.Server.Access;

/// <summary>A browser that programs sent here to sign somebody in, and for which of their requests. Safe for several threads.</summary>
internal sealed class ProgramVisit
{
    private const int Most = 16;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _requests = new(StringComparer.Ordinal);

    /// <summary>Whether it was sent with this request, not long ago.</summary>
    /// <param name="query">The query of the authorization request.</param>
    /// <param name="now">The time.</param>
    public bool Holds(string query, DateTimeOffset now) => _requests.TryGetValue(query, out var until) && until > now;

    /// <summary>Whether it was sent with any request, not long ago.</summary>
    public bool IsOver(DateTimeOffset now) => _requests.Values.All(until => until <= now);

    internal void Add(string query, DateTimeOffset until)
    {
        if (_requests.Count >= Most && _requests.MinBy(request => request.Value) is { Key: { } oldest })
            _requests.TryRemove(oldest, out _);
        _requests[query] = until;
    }
}

/// <summary>
/// Browsers that registered programs sent here to sign somebody in. For ten minutes such a browser may begin face sessions for that very request and do nothing else, without a key. The cookie holds a random number of 256
/// bits; the service remembers its hash, in memory. Safe for several threads.
/// </summary>
internal sealed class ProgramVisits(TimeProvider time)
{
    private const int Most = 10_000;
    private const string Cookie = "semblance-visit";
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ProgramVisit> _visits = new();

    /// <summary>Notes that a program sent this browser, with a request that was found to be in order.</summary>
    public void Add(HttpContext context, string query)
    {
        var now = time.GetUtcNow();
        foreach (var (old, over) in _visits.Where(pair => pair.Value.IsOver(now)))
            _visits.TryRemove(old, out _);
        string? id = IdOf(context);
        if (id is null || !_visits.TryGetValue(HashOf(id), out var visit))
        {
            // Rather than to hold more, the service forgets somebody who has not signed in yet.
            if (_visits.Count >= Most && _visits.Keys.FirstOrDefault() is { } any)
                _visits.TryRemove(any, out _);
            id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            _visits[HashOf(id)] = visit = new ProgramVisit();
        }
        visit.Add(query, now + s_life);
        // Lax: the program's next request, which comes from another site, finds this visit and not a new one.
        context.Response.Cookies.Append(Cookie, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", MaxAge = s_life, IsEssential = true });
    }

    /// <summary>The visit of the browser that asks; null where no program sent it, or too long ago.</summary>
    public ProgramVisit? Find(HttpContext context) => IdOf(context) is { } id && _visits.TryGetValue(HashOf(id), out var visit) && !visit.IsOver(time.GetUtcNow()) ? visit : null;

    private static string? IdOf(HttpContext context) => context.Request.Cookies.TryGetValue(Cookie, out string? id) && id is { Length: 64 } ? id : null;

    private static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
