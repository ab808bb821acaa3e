using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Sqlite;

/// <summary>
/// One SQLite file. Reads see one state of it; writes follow one after the other, across processes too. SQLite blocks its thread, so the
/// asynchronous methods keep at most a few threads of the pool busy.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int Readers = 8;

    // How long somebody else may hold the file before that is an error.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _journal, _tables;
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _reading = new(Readers);
    private readonly SemaphoreSlim _writing = new(1);
    private SqliteSession? _writer;
    private volatile bool _closed;

    /// <summary>Names the file; it is made, empty and for its owner alone, where there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="journal">WAL, or TRUNCATE for a file that may leave no copy of its pages beside it.</param>
    /// <param name="tables">Which series of migrations: gallery or keys.</param>
    public SqliteDatabase(string file, string journal, string tables)
    {
        (Name, _journal, _tables) = (file, journal, tables);
        OwnerFiles.CreateEmpty(file);
    }

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

    public override T Read<T>(Func<SqlSession, T> read) => Guarded(() =>
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var connection = _idle.TryTake(out var idle) ? idle : Open();
        bool healthy = false;
        try
        {
            OpenFile.RequireInPlace(connection.Connection, Name);
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

    public override T Write<T>(Lane lane, Func<SqlSession, T> write, CancellationToken cancellation = default)
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
    public override async Task<bool> ClearOldAsync(CancellationToken cancellation)
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

    public override void Migrate(SqlSession session) => Migrations.Run(session, Name, _tables);

    // A part of it would open some people, and fail at others in the midst of their work.
    public override void RequireWhole()
    {
        string? problem;
        try
        {
            // SQLite takes the missing part of the last page for zeros.
            long length = Read(connection => connection.Number("PRAGMA page_count") * connection.Number("PRAGMA page_size"));
            problem = new FileInfo(Name).Length < length
                ? "its end is missing"
                : Read(connection => connection.First("PRAGMA quick_check(1)", row => row.GetString(0)));
        }
        catch (StoreException e) when (e.InnerException is SqliteException)
        {
            problem = e.InnerException.Message;
        }
        if (problem != "ok")
            throw new StoreException($"{Name} is damaged or cut off ({problem}): put the newest copy back from where you keep it. A backup of the data does not hold it.");
    }

    public override void Dispose()
    {
        _closed = true;
        _writing.Wait();
        _writer?.Dispose();
        while (_idle.TryTake(out var connection))
            connection.Dispose();
        _writing.Release();
    }

    /// <summary>A connection of its own, for work that holds no transaction of ours. The caller closes it.</summary>
    public SqliteSession Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Name,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = 20,
        }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute($"PRAGMA busy_timeout = 1000; PRAGMA journal_mode = {_journal}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8000;");
            return session;
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
            throw new StoreException($"{Name}: {SqliteErrors.Words(e)}", e) { IsDiskFull = SqliteErrors.IsFull(e) };
        }
    }

    private T InTransaction<T>(Func<SqlSession, T> write, CancellationToken cancellation) => Guarded(() =>
    {
        var connection = Writer();
        try
        {
            OpenFile.RequireInPlace(connection.Connection, Name);
            Begin(connection.Connection, cancellation);
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

    private SqliteSession Writer()
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
