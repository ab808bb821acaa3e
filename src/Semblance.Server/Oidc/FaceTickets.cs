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
    public string Give(Guid person, PersonName name, JsonElement liveness, DateTimeOffset seen, string query) => Keep(new SeenFace(person, name, liveness, seen), query);

    /// <summary>Gives a ticket that says no: the person does not want to sign in.</summary>
    /// <param name="query">The query of the authorization request.</param>
    public string GiveRefusal(string query) => Keep(null, query);

    private string Keep(SeenFace? face, string query)
    {
        foreach (var (old, ticket) in _tickets.Where(pair => pair.Value.Expires < time.GetUtcNow()))
            _tickets.TryRemove(old, out _);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _tickets[id] = new Ticket(face, query, time.GetUtcNow() + Validity);
        return id;
    }

    /// <summary>Uses a ticket up; null where there is none, or it is another request's.</summary>
    public Ticket? Use(string? id, string query) =>
        id is not null && _tickets.TryRemove(id, out var ticket) && ticket.Expires > time.GetUtcNow() && ticket.Query == query ? ticket : null;
}

/// <summary>What a ticket stands for.</summary>
/// <param name="Face">Who was recognised; null: nobody, the person does not want to sign in.</param>
/// <param name="Query">The query of the authorization request.</param>
/// <param name="Expires">Until when it is good.</param>
internal sealed record Ticket(SeenFace? Face, string Query, DateTimeOffset Expires);

/// <summary>Somebody who was recognised for a program.</summary>
/// <param name="Person">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="Liveness">What the signed answer says of liveness.</param>
/// <param name="Seen">When they were recognised.</param>
internal sealed record SeenFace(Guid Person, PersonName Name, JsonElement Liveness, DateTimeOffset Seen);
