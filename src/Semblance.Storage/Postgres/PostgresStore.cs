using Npgsql;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Postgres;

/// <summary>
/// A store in a PostgreSQL database, for several nodes: the schema <c>semblance</c> holds people (sealed) and everything else; the schema <c>semblance_keys</c>, which belongs to the role of this
/// name, holds the wrapped keys that open it. Where the database cannot be reached, everything is refused with <see cref="StoreException.IsUnavailable"/>. Safe for several threads, processes and machines.
/// </summary>
public sealed class PostgresStore : IStore
{
    private const string DataSchema = "semblance", KeysSchema = "semblance_keys", KeysRole = "semblance_keys";

    // A server that is cut off notices; one that hangs keeps neither us nor its locks. In milliseconds or seconds, as PostgreSQL has them.
    private const string Limits = "-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private readonly StoreTables _tables;

    private PostgresStore(StoreTables tables) => _tables = tables;

    /// <inheritdoc/>
    public IGallery Gallery => _tables.Gallery;

    /// <inheritdoc/>
    public IAuditLog Audit => _tables.Audit;

    /// <inheritdoc/>
    public IOutbox Outbox => _tables.Outbox;

    /// <inheritdoc/>
    public IAccessKeys Keys => _tables.Keys;

    /// <inheritdoc/>
    public IAttemptLog Attempts => _tables.Attempts;

    /// <inheritdoc/>
    public ISingleUse SingleUse => _tables.SingleUse;

    /// <inheritdoc/>
    public ISecrets Secrets => _tables.Secrets;

    /// <inheritdoc/>
    public ISettings Settings => _tables.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<Guid> PeopleWithoutKeys => _tables.PeopleWithoutKeys;

    /// <inheritdoc/>
    public string MasterKey => _tables.MasterKey.ToString();

    /// <inheritdoc/>
    public bool CanMakeMasterKey => _tables.MasterKey.CanReplace;

    /// <summary>Opens a store; makes its tables, and its master key, where there are none. What a crash left half-done is finished or undone.</summary>
    /// <exception cref="StoreException">The database cannot be reached, refuses the login or lacks the role of the keys; or the master key is missing or another one.</exception>
    public static Task<PostgresStore> OpenAsync(PostgresOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Open(options, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellation = default) => _tables.PingAsync(cancellation);

    /// <summary>Is refused: PostgreSQL has tools of its own for that.</summary>
    /// <exception cref="StoreException">Always.</exception>
    public Task BackupAsync(string file, CancellationToken cancellation = default) => throw new StoreException(
        $"A gallery in PostgreSQL is backed up with PostgreSQL's own tools: pg_dump --schema={DataSchema} has the people, sealed; keep what has {KeysSchema} apart from it.");

    /// <inheritdoc/>
    public Task RotateMasterKeyAsync(byte[]? replacement = null, CancellationToken cancellation = default) => _tables.RotateMasterKeyAsync(replacement, cancellation);

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PostgresStore Open(PostgresOptions options, CancellationToken cancellation)
    {
        var (data, keys) = Schemas(options.Address, cancellation);
        try
        {
            return new PostgresStore(new StoreTables(data, new KeyRing(keys, options.MasterKey), options.Clock, cancellation));
        }
        catch
        {
            data.Dispose();
            keys.Dispose();
            throw;
        }
    }

    /// <summary>The two schemas of a database, made empty where there are none.</summary>
    internal static (PostgresDatabase Data, PostgresDatabase Keys) Schemas(PostgresAddress address, CancellationToken cancellation)
    {
        var data = new PostgresDatabase($"{address} (schema {DataSchema})", Source(address, DataSchema, role: null), "data", cleared: null);
        var keys = new PostgresDatabase($"{address} (schema {KeysSchema})", Source(address, KeysSchema, KeysRole), "keys", cleared: "data_keys");
        try
        {
            data.Write(Lane.People, Prepare, cancellation);
            return (data, keys);
        }
        catch
        {
            data.Dispose();
            keys.Dispose();
            throw;
        }
    }

    // Before the keys can be looked at; and refused where what is acknowledged would not be lasting.
    private static bool Prepare(SqlSession session)
    {
        if (session.First("SHOW synchronous_commit", row => row.GetString(0)) == "off")
            throw new StoreException("synchronous_commit is off in this database: what was acknowledged could be lost. ALTER DATABASE ... SET synchronous_commit = on.");
        if (session.Number($"SELECT count(*) FROM pg_roles WHERE rolname = '{KeysRole}'") == 0)
            throw new StoreException($"The database has no role {KeysRole}, which owns the keys: CREATE ROLE {KeysRole} NOLOGIN; GRANT {KeysRole} TO the role that Semblance logs in as.");
        session.Execute($"CREATE SCHEMA IF NOT EXISTS {DataSchema}");
        session.Execute($"CREATE SCHEMA IF NOT EXISTS {KeysSchema} AUTHORIZATION {KeysRole}");
        return true;
    }

    private static NpgsqlDataSource Source(PostgresAddress address, string schema, string? role)
    {
        var parts = address.Parts();
        parts.SearchPath = schema;
        parts.Options = role is null ? Limits : $"{Limits} -c role={role}";
        parts.ApplicationName = "Semblance";
        (parts.Timeout, parts.CommandTimeout, parts.CancellationTimeout) = (15, 20, 2000);
        (parts.MaxPoolSize, parts.ConnectionIdleLifetime, parts.TcpKeepAlive) = (16, 60, true);
        // A reset would take the role away; nothing that is set here needs one.
        parts.NoResetOnClose = true;
        var builder = new NpgsqlSlimDataSourceBuilder(parts.ConnectionString);
        builder.EnableTransportSecurity().EnableArrays();
        return builder.Build();
    }
}
