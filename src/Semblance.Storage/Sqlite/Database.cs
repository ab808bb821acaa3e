using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>
/// One SQLite file. Reads see one state of it; writes follow one after the other, across processes too. SQLite blocks its thread, so the
/// asynchronous methods keep at most a few threads of the pool busy.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int Readers = 8;

    // How long somebody else may hold the file before that is an error.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _journal;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _reading = new(Readers);
    private readonly SemaphoreSlim _writing = new(1);
    private SqliteConnection? _writer;
    private volatile bool _closed;

    /// <summary>Names the file; it is made, empty and for its owner alone, where there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="journal">WAL, or TRUNCATE for a file that may leave no copy of its pages beside it.</param>
    public Database(string file, string journal)
    {
        File = file;
        _journal = journal;
        OwnerFiles.CreateEmpty(file);
    }

    public string File { get; }

    /// <summary>Runs queries on one state of the file.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation)
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

    /// <summary>Runs statements as one transaction: when the task ends they are on disk, or none of them is.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => InTransaction(write, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary><see cref="ReadAsync"/> on the caller's thread.</summary>
    public T Read<T>(Func<SqliteConnection, T> read) => Guarded(() =>
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var connection = _idle.TryTake(out var idle) ? idle : Open();
        bool healthy = false;
        try
        {
            OpenFile.RequireInPlace(connection, File);
            connection.Execute("BEGIN");
            var result = read(connection);
            connection.Execute("COMMIT");
            healthy = true;
            return result;
        }
        finally
        {
            if (healthy && !_closed)
                _idle.Add(connection);
            else
                connection.Dispose();
        }
    });

    /// <summary><see cref="WriteAsync"/> on the caller's thread.</summary>
    public T Write<T>(Func<SqliteConnection, T> write, CancellationToken cancellation = default)
    {
        _writing.Wait(cancellation);
        try
        {
            return InTransaction(write, cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Brings what the write-ahead log holds into the file and empties the log. False where somebody is reading old pages of it.</summary>
    public async Task<bool> CheckpointAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Guarded(() => Writer().First("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0) == 0)), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        _writing.Wait();
        _writer?.Dispose();
        while (_idle.TryTake(out var connection))
            connection.Dispose();
        _writing.Release();
    }

    /// <summary>A connection of its own, for work that holds no transaction of ours. The caller closes it.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = 20,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = 1000; PRAGMA journal_mode = {_journal}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8000;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs work and puts SQLite's errors into words.</summary>
    public T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw new StoreException($"{File}: {SqliteErrors.Words(e)}", e) { IsDiskFull = SqliteErrors.IsFull(e) };
        }
    }

    private T InTransaction<T>(Func<SqliteConnection, T> write, CancellationToken cancellation) => Guarded(() =>
    {
        var connection = Writer();
        try
        {
            OpenFile.RequireInPlace(connection, File);
            Begin(connection, cancellation);
            var result = write(connection);
            connection.Execute("COMMIT");
            return result;
        }
        catch
        {
            // Closing undoes what is open, whatever state the error left the connection in.
            _writer = null;
            connection.Dispose();
            throw;
        }
    });

    private SqliteConnection Writer()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _writer ??= Open();
    }

    private static void Begin(SqliteConnection connection, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.CommandTimeout = 1;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                begin.ExecuteNonQuery();
                return;
            }
            catch (SqliteException e) when (SqliteErrors.IsBusy(e) && waited.Elapsed < s_patience)
            {
                // Another process writes: ask again, unless the caller gave up.
            }
        }
    }
}
