namespace Semblance.Storage.Tables;

/// <summary>
/// Tables somewhere. A read sees one state of them. Writes of one lane follow one after the other, across processes and machines too, and each sees what those before it left.
/// Databases block a thread, so the asynchronous methods keep at most a few threads of the pool busy.
/// </summary>
internal abstract class Database : IDisposable
{
    /// <summary>Where it is, in words for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Runs queries on one state of the tables.</summary>
    public abstract Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellation);

    /// <summary>Runs statements as one transaction: when the task ends they are on disk, or none of them is.</summary>
    public abstract Task<T> WriteAsync<T>(Lane lane, Func<SqlSession, T> write, CancellationToken cancellation);

    /// <summary><see cref="ReadAsync"/> on the caller's thread.</summary>
    public abstract T Read<T>(Func<SqlSession, T> read);

    /// <summary><see cref="WriteAsync"/> on the caller's thread.</summary>
    public abstract T Write<T>(Lane lane, Func<SqlSession, T> write, CancellationToken cancellation = default);

    /// <summary>Clears away what a log still has of rows that were changed or deleted. False where somebody is reading it.</summary>
    public abstract Task<bool> ClearOldAsync(CancellationToken cancellation);

    /// <summary>Brings the tables to those of this version, inside the caller's transaction.</summary>
    /// <exception cref="StoreException">A newer version made them.</exception>
    public abstract void Migrate(SqlSession session);

    /// <summary>Refuses tables of which a part is lost.</summary>
    /// <exception cref="StoreException">They are damaged.</exception>
    public abstract void RequireWhole();

    public abstract void Dispose();
}
