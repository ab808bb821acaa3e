namespace Semblance.Storage.Retention;

/// <summary>Why a person expires.</summary>
public enum ExpiryReason
{
    /// <summary>The consent has ended.</summary>
    ConsentEnded,

    /// <summary>Neither recognised nor changed for too long.</summary>
    Unused,
}

/// <summary>Somebody who expires.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">Their name.</param>
/// <param name="Reason">Why.</param>
public sealed record ExpiringPerson(Guid Id, PersonName Name, ExpiryReason Reason);

/// <summary>What has expired and is there still.</summary>
/// <param name="People">People to be removed.</param>
/// <param name="Photos">Kept photos to be deleted, by person; not of those who are removed.</param>
/// <param name="AuditEntries">Entries of the audit log to be cut.</param>
public sealed record RetentionPlan(IReadOnlyList<ExpiringPerson> People, IReadOnlyDictionary<Guid, int> Photos, long AuditEntries)
{
    /// <summary>Whether nothing has expired.</summary>
    public bool IsEmpty => People.Count == 0 && Photos.Count == 0 && AuditEntries == 0;
}

/// <summary>What a run deleted.</summary>
/// <param name="People">Who was removed, each with the proof.</param>
/// <param name="Photos">How many photos were deleted.</param>
/// <param name="AuditEntries">How many entries of the audit log were cut.</param>
/// <param name="Problems">What could not be deleted or proved, in words; empty where everything that had expired is gone.</param>
public sealed record RetentionReport(IReadOnlyList<(ExpiringPerson Person, RemovalProof Proof)> People, int Photos, long AuditEntries, IReadOnlyList<string> Problems);
