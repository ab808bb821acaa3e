using System.Data;
using Npgsql;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Postgres;

/// <summary>
/// One schema of a PostgreSQL database. A write takes its lane as an advisory lock of the transaction before anything else and sees, by READ COMMITTED, all that was committed before; a read is
/// REPEATABLE READ. A node that hangs or is cut off in a transaction loses its locks after a minute at most.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const int Readers = 6, Writers = 4, LockClass = 0x536D0000;

    // How long others may hold a lane before that is an error, in seconds: many nodes that start at once open one after the other.
    private const int Patience = 50;

    private const int Vacuums = 4;
    private static readonly TimeSpan s_betweenVacuums = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly string _series;
    private readonly string? _cleared;
    private readonly SemaphoreSlim _reading = new(Readers), _people = new(1), _writing = new(Writers);
    private volatile bool _closed;

    /// <param name="name">Where it is, for messages.</param>
    /// <param name="source">Connections to the schema.</param>
    /// <param name="series">Which series of migrations: data or keys.</param>
    /// <param name="cleared">The table whose old rows are cleared away at once; null for none.</param>
    public PostgresDatabase(string name, NpgsqlDataSource source, string series, string? cleared) => (Name, _source, _series, _cleared) = (name, source, series, cleared);

    public override string Name { get; }

    public override async Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(read), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    public override async Task<T> WriteAsync<T>(Lane lane, Func<SqlSession, T> write, CancellationToken cancellation)
    {
        var turn = Turn(lane);
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => InTransaction(lane, write, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public override T Read<T>(Func<SqlSession, T> read) => Guarded(() =>
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var result = read(new PostgresSession(connection));
        transaction.Commit();
        return result;
    });

    public override T Write<T>(Lane lane, Func<SqlSession, T> write, CancellationToken cancellation = default)
    {
        var turn = Turn(lane);
        turn.Wait(cancellation);
        try
        {
            return InTransaction(lane, write, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Rows that were changed stay in PostgreSQL until they are vacuumed. Sealed rows of somebody whose key is destroyed are noise and left to autovacuum; the wrapped keys are vacuumed here. False as long as an old
    /// version of one is left in the table, for a snapshot, a replica or a prepared transaction that may see it.
    /// </summary>
    public override async Task<bool> ClearOldAsync(CancellationToken cancellation)
    {
        if (_cleared is null)
            return true;
        try
        {
            // Most snapshots last for milliseconds.
            for (int time = 1; ; time++)
            {
                if (await Task.Run(Vacuum, cancellation).ConfigureAwait(false) == 0)
                    return true;
                if (time == Vacuums)
                    return false;
                await Task.Delay(s_betweenVacuums, cancellation).ConfigureAwait(false);
            }
        }
        catch (StoreException)
        {
            // Another node vacuums, or the database has just gone: what was written stays written, and the proof of a removal asks again.
            return false;
        }
    }

    // How many old versions VACUUM had to leave: it reports them itself, and says nothing where the server does not count.
    private long Vacuum() => Guarded(() =>
    {
        using var connection = _source.OpenConnection();
        var session = new PostgresSession(connection);
        session.Execute($"VACUUM {_cleared}");
        return session.Number($"SELECT CASE WHEN current_setting('track_counts') = 'on' THEN pg_stat_get_dead_tuples('{_cleared}'::regclass) ELSE 1 END");
    });

    public override void Migrate(SqlSession session) => PostgresMigrations.Run(session, Name, _series);

    public override void RequireWhole()
    {
        // PostgreSQL looks after its own files.
    }

    public override void Dispose()
    {
        _closed = true;
        _source.Dispose();
    }

    private SemaphoreSlim Turn(Lane lane) => lane == Lane.People ? _people : _writing;

    private T InTransaction<T>(Lane lane, Func<SqlSession, T> write, CancellationToken cancellation)
    {
        var begun = Guarded(() => Begin(lane, cancellation));
        using (begun.Connection)
        using (begun.Transaction)
        {
            try
            {
                var result = write(new PostgresSession(begun.Connection));
                begun.Transaction.Commit();
                return result;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                throw PostgresErrors.Wrap(Name, e);
            }
        }
    }

    private (NpgsqlConnection Connection, NpgsqlTransaction Transaction) Begin(Lane lane, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var connection = _source.OpenConnection();
        try
        {
            var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
            using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock(@class, @part)", connection, transaction) { CommandTimeout = Patience };
            wait.Parameters.AddWithValue("class", LockClass + lane.Number);
            wait.Parameters.AddWithValue("part", lane.Part);
            using var _ = cancellation.Register(wait.Cancel);
            wait.ExecuteNonQuery();
            return (connection, transaction);
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (e is NpgsqlException && cancellation.IsCancellationRequested)
                throw new OperationCanceledException(cancellation);
            throw;
        }
    }

    // Connections that were open while the server was restarted are broken; nothing was done on them yet, so the work is begun once more on new ones.
    private T Guarded<T>(Func<T> work)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            try
            {
                return work();
            }
            catch (NpgsqlException e) when (PostgresErrors.IsBroken(e))
            {
                _source.Clear();
                return work();
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw PostgresErrors.Wrap(Name, e);
        }
    }
}
