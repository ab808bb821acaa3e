using System.Data.Common;
using Npgsql;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Postgres;

/// <summary>Statements on a connection to PostgreSQL.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : SqlSession(connection)
{
    /// <summary>One question for all: each would be a way to the server and back.</summary>
    public override List<T> OfPeople<T>(string sql, IEnumerable<Guid> people, Func<DbDataReader, T> read) =>
        Query(sql.Replace("= @key", "= ANY(@key)", StringComparison.Ordinal), read, ("@key", people.Select(person => person.Bytes()).ToArray()));

    public override long NewestChange() => Number("SELECT version FROM newest_change");

    public override void AddChange(Guid person, bool removed) =>
        Execute(
            """
            WITH next AS (UPDATE newest_change SET version = version + 1 RETURNING version)
            INSERT INTO changes (version, person, removed) SELECT version, @person, @removed FROM next
            """,
            ("@person", person), ("@removed", removed ? 1L : 0L));

    public override void TakeTime() => Execute("SET LOCAL idle_in_transaction_session_timeout = 0");

    public override void GoOnBehind(IEnumerable<string> numbered, long? newestChange)
    {
        foreach (string table in numbered)
            Number($"SELECT setval(pg_get_serial_sequence('{table}', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM {table}), false)");
        if (newestChange is { } version)
            Execute("UPDATE newest_change SET version = @version", ("@version", version));
    }
}
