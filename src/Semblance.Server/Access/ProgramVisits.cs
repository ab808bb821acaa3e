using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Semblance.Server.Access;

/// <summary>A browser that programs sent here to sign somebody in, and for which of their requests. Safe for several threads.</summary>
internal sealed class ProgramVisit(string network)
{
    private const int Most = 16;

    // By hash: anybody may send requests of several kilobytes.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _requests = new(StringComparer.Ordinal);

    /// <summary>The network that it came from.</summary>
    public string Network { get; } = network;

    /// <summary>Whether it was sent with this request, not long ago.</summary>
    /// <param name="query">The query of the authorization request.</param>
    /// <param name="now">The time.</param>
    public bool Holds(string query, DateTimeOffset now) => _requests.TryGetValue(ProgramVisits.HashOf(query), out var until) && until > now;

    /// <summary>Whether it was sent with any request, not long ago.</summary>
    public bool IsOver(DateTimeOffset now) => Until <= now;

    /// <summary>When it is over.</summary>
    public DateTimeOffset Until => _requests.IsEmpty ? DateTimeOffset.MinValue : _requests.Values.Max();

    internal void Add(string query, DateTimeOffset until)
    {
        if (_requests.Count >= Most && _requests.MinBy(request => request.Value) is { Key: { } oldest })
            _requests.TryRemove(oldest, out _);
        _requests[ProgramVisits.HashOf(query)] = until;
    }
}

/// <summary>
/// Browsers that registered programs sent here to sign somebody in. For ten minutes such a browser may begin face sessions for that very request and do nothing else, without a key. The cookie holds a random number of 256
/// bits; the service remembers its hash, in memory. Safe for several threads.
/// </summary>
internal sealed class ProgramVisits(TimeProvider time)
{
    /// <summary>Visits of one network that are remembered.</summary>
    public const int MostOfANetwork = 100;

    private const int Most = 10_000;
    private const string Cookie = "semblance-visit";
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10), s_betweenSweeps = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ProgramVisit> _visits = new();
    private readonly Lock _adding = new();
    private DateTimeOffset _swept;

    /// <summary>Notes that a program sent this browser, with a request that was found to be in order.</summary>
    public void Add(HttpContext context, string query)
    {
        var now = time.GetUtcNow();
        string? id = IdOf(context);
        lock (_adding)
        {
            if (id is null || !_visits.TryGetValue(HashOf(id), out var visit))
            {
                string network = context.CallerNetwork();
                MakeRoom(network, now);
                id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
                _visits[HashOf(id)] = visit = new ProgramVisit(network);
            }
            visit.Add(query, now + s_life);
        }
        // Lax: the program's next request, which comes from another site, finds this visit and not a new one.
        context.Response.Cookies.Append(Cookie, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", MaxAge = s_life, IsEssential = true });
    }

    /// <summary>The visit of the browser that asks; null where no program sent it, or too long ago.</summary>
    public ProgramVisit? Find(HttpContext context) => IdOf(context) is { } id && _visits.TryGetValue(HashOf(id), out var visit) && !visit.IsOver(time.GetUtcNow()) ? visit : null;

    // Rather than to hold more, the service forgets the oldest visit of the network that has too many, and, when there are too many of all, of the one that has most.
    private void MakeRoom(string network, DateTimeOffset now)
    {
        if (now - _swept >= s_betweenSweeps)
        {
            foreach (var (old, _) in _visits.Where(pair => pair.Value.IsOver(now)))
                _visits.TryRemove(old, out _);
            _swept = now;
        }
        if (_visits.Values.Count(visit => visit.Network == network) >= MostOfANetwork)
            ForgetOldest(network);
        else if (_visits.Count >= Most)
            ForgetOldest(_visits.Values.GroupBy(visit => visit.Network).MaxBy(visits => visits.Count())!.Key);
    }

    private void ForgetOldest(string network)
    {
        if (_visits.Where(pair => pair.Value.Network == network).MinBy(pair => pair.Value.Until) is { Key: { } oldest })
            _visits.TryRemove(oldest, out _);
    }

    /// <summary>What something is remembered by.</summary>
    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? IdOf(HttpContext context) => context.Request.Cookies.TryGetValue(Cookie, out string? id) && id is { Length: 64 } ? id : null;
}
