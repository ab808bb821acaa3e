namespace Semblance.Storage;

/// <summary>
/// What happened, entry by entry, each with a keyed hash over itself and the entry before. Entries name people by id only, and hold no embeddings,
/// photos, scores or keys.
/// </summary>
public interface IAuditLog
{
    /// <summary>Appends an entry; it is on disk when the task ends.</summary>
    Task<AuditEntry> AppendAsync(AuditEvent what, CancellationToken cancellation = default);

    /// <summary>Appends an entry and puts a message into the outbox: when the task ends both are on disk, or neither is.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="message">Who is to be told of it; null: nobody.</param>
    /// <param name="cancellation">Gives up before it is begun.</param>
    Task<AuditEntry> AppendWithMessageAsync(AuditEvent what, OutgoingMessage? message, CancellationToken cancellation = default);

    /// <summary>How many entries <see cref="CutAsync"/> would delete.</summary>
    Task<long> CountBeforeAsync(DateTimeOffset time, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes the entries at the beginning that are older than a time, and appends one that says so, in one step. What is left keeps its numbers and is verified from a signed anchor on.
    /// </summary>
    /// <param name="before">Entries from this time on stay.</param>
    /// <param name="note">What is appended, given how many are deleted; not where there are none.</param>
    /// <param name="cancellation">Gives up before it is begun.</param>
    /// <returns>How many were deleted.</returns>
    Task<long> CutAsync(DateTimeOffset before, Func<long, AuditEvent> note, CancellationToken cancellation = default);

    /// <summary>Entries, the newest first.</summary>
    Task<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation = default);

    /// <summary>Everybody who was recognised in a span of time, a row each, who came first at the head; somebody who was merged is the one they became.</summary>
    /// <param name="from">Not before this time.</param>
    /// <param name="until">Before this time.</param>
    /// <param name="person">Only this person; null: all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<Sightings>> SightingsAsync(DateTimeOffset from, DateTimeOffset until, Guid? person = null, CancellationToken cancellation = default);

    /// <summary>Follows the chain from its first entry, or the anchor where the beginning was cut, to the last one that was ever written.</summary>
    Task<AuditVerification> VerifyAsync(CancellationToken cancellation = default);
}

/// <summary>Something that happened.</summary>
/// <param name="Action">A word with a dot, such as person.added, face.verified, key.revoked.</param>
/// <param name="Actor">Who did it: a key's name, an address, the command line.</param>
/// <param name="Person">Whom it concerns.</param>
/// <param name="Outcome">Match, NoMatch, ... or refused; null where there is none.</param>
/// <param name="Detail">A sentence or a code that says more.</param>
/// <param name="Session">The session it belongs to.</param>
/// <param name="Address">The network address it came from.</param>
public sealed record AuditEvent(
    string Action, string Actor, Guid? Person = null, string? Outcome = null, string? Detail = null, string? Session = null, string? Address = null);

/// <summary>An entry of the log.</summary>
/// <param name="Number">Counts from 1 without gaps.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Event">What happened.</param>
/// <param name="Hash">HMAC-SHA256 over the entry before's hash and this entry, in hexadecimal digits.</param>
public sealed record AuditEntry(long Number, DateTimeOffset Time, AuditEvent Event, string Hash);

/// <summary>Which entries.</summary>
/// <param name="Before">Only entries with a lower number; null: from the newest.</param>
/// <param name="Limit">How many, 1 to 500.</param>
/// <param name="Action">Only actions that begin with this; null: all.</param>
/// <param name="Outcome">Only this outcome; null: all.</param>
/// <param name="Person">Only this person; null: all.</param>
/// <param name="From">Not before this time.</param>
/// <param name="Until">Before this time.</param>
public sealed record AuditQuery(
    long? Before = null, int Limit = 100, string? Action = null, string? Outcome = null, Guid? Person = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>A page of the log.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">The <see cref="AuditQuery.Before"/> of the next page; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next);

/// <summary>When somebody was recognised, by claim or by search.</summary>
/// <param name="Person">Who.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The last time; the first one where there was but one.</param>
/// <param name="Times">How often.</param>
public sealed record Sightings(Guid Person, DateTimeOffset First, DateTimeOffset Last, long Times);

/// <summary>What following the chain showed.</summary>
/// <param name="Entries">How many entries hold.</param>
/// <param name="Problem">What is wrong and from which entry on; null where nothing is.</param>
public sealed record AuditVerification(long Entries, string? Problem)
{
    /// <summary>How many older entries <see cref="IAuditLog.CutAsync"/> has deleted.</summary>
    public long Cut { get; init; }

    /// <summary>Whether the whole log is as it was written.</summary>
    public bool IsIntact => Problem is null;
}
