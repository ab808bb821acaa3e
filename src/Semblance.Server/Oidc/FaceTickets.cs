using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Semblance.Storage;

namespace Semblance.Server.Oidc;

/// <summary>
/// What a browser holds between its face session and the sign-in of the program that asked for it: a random ticket, good once, for one minute and for one
/// authorization request. In memory. Safe for several threads.
/// </summary>
internal sealed class FaceTickets(TimeProvider time)
{
    /// <summary>How long a ticket is good.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Ticket> _tickets = new();

    /// <summary>Gives a ticket.</summary>
    /// <param name="person">Who was recognised.</param>
    /// <param name="name">Their name.</param>
    /// <param name="liveness">What the signed answer says of liveness.</param>
    /// <param name="seen">When they were recognised.</param>
    /// <param name="query">The query of the authorization request.</param>
    public string Give(Guid person, PersonName name, JsonElement liveness, DateTimeOffset seen, string query)
    {
        foreach (var (old, ticket) in _tickets.Where(pair => pair.Value.Expires < time.GetUtcNow()))
            _tickets.TryRemove(old, out _);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _tickets[id] = new Ticket(person, name, liveness, seen, query, time.GetUtcNow() + Validity);
        return id;
    }

    /// <summary>Uses a ticket up; null where there is none, or it is another request's.</summary>
    public (Guid Person, PersonName Name, JsonElement Liveness, DateTimeOffset Seen)? Use(string? id, string query) =>
        id is not null && _tickets.TryRemove(id, out var ticket) && ticket.Expires > time.GetUtcNow() && ticket.Query == query ? (ticket.Person, ticket.Name, ticket.Liveness, ticket.Seen) : null;

    private sealed record Ticket(Guid Person, PersonName Name, JsonElement Liveness, DateTimeOffset Seen, string Query, DateTimeOffset Expires);
}
