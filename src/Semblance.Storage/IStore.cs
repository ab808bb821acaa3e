namespace Semblance.Storage;

/// <summary>
/// Everything that a Semblance installation keeps: people, audit log, access keys, failed attempts, secrets. Embeddings, photos and
/// names are encrypted before they are written. Safe for several threads; several processes may have the same one open.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>The enrolled people.</summary>
    IGallery Gallery { get; }

    /// <summary>What happened, in a hash chain.</summary>
    IAuditLog Audit { get; }

    /// <summary>Messages to other programs that were not delivered yet.</summary>
    IOutbox Outbox { get; }

    /// <summary>The keys of programs and kiosks.</summary>
    IAccessKeys Keys { get; }

    /// <summary>Failed attempts and the delays that follow from them.</summary>
    IAttemptLog Attempts { get; }

    /// <summary>What may happen once, and whether it has.</summary>
    ISingleUse SingleUse { get; }

    /// <summary>Secrets of the installation, such as the key that signs answers.</summary>
    ISecrets Secrets { get; }

    /// <summary>Settings that administrators change while the service runs.</summary>
    ISettings Settings { get; }

    /// <summary>People who could not be read when the store was opened, because their keys are missing: an older file of keys was put back. Everybody else can.</summary>
    IReadOnlyList<Guid> PeopleWithoutKeys { get; }

    /// <summary>Whether the store can be written and read now; used by health checks.</summary>
    /// <exception cref="StoreException">It does not.</exception>
    Task PingAsync(CancellationToken cancellation = default);

    /// <summary>Writes a consistent copy of the data while others go on working. Wrapped data keys are never part of it.</summary>
    /// <param name="file">A file that does not exist yet.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StoreException">The file exists or cannot be written.</exception>
    Task BackupAsync(string file, CancellationToken cancellation = default);

    /// <summary>Where the master key comes from, in words.</summary>
    string MasterKey { get; }

    /// <summary>Whether <see cref="RotateMasterKeyAsync"/> can make the new master key itself.</summary>
    bool CanMakeMasterKey { get; }

    /// <summary>
    /// Wraps every key with a new master key and puts that into the place of the old one. Cut off at any point, the store opens with the one or the
    /// other. Other processes take the new key from its file by themselves; with an environment variable or credential, and on other machines, the new key must be put there before they go on.
    /// </summary>
    /// <param name="replacement">The new key, 32 bytes; null where the master key lies in a file: then it is made here.</param>
    /// <param name="cancellation">Gives up before anything is changed.</param>
    /// <exception cref="ArgumentException">The key is not given where it must be, has another length, or is given where the file would not get it.</exception>
    /// <exception cref="StoreException">Keys cannot be written.</exception>
    Task RotateMasterKeyAsync(byte[]? replacement = null, CancellationToken cancellation = default);
}

/// <summary>The store cannot be opened, read or written: missing key, damaged file, full disk, unreachable database. The message says what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The person of whom something stored is damaged, while everybody else is well; null where it is about the store.</summary>
    public Guid? Person { get; init; }

    /// <summary>Whether the disk has no room for what was to be written.</summary>
    public bool IsDiskFull { get; init; }

    /// <summary>Whether the database could not be reached or did not answer in time: asking again later may help, and until then every answer is no.</summary>
    public bool IsUnavailable { get; init; }
}
