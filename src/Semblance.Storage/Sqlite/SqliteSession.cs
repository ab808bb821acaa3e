using System.Data.Common;
using Microsoft.Data.Sqlite;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Sqlite;

/// <summary>Statements on a connection to a SQLite file.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : SqlSession(connection), IDisposable
{
    public SqliteConnection Connection => connection;

    /// <summary>One question for each: the statement is prepared once, which is most of its cost.</summary>
    public override List<T> OfPeople<T>(string sql, IEnumerable<Guid> people, Func<DbDataReader, T> read)
    {
        using var command = Command(sql, [("@key", Array.Empty<byte>())]);
        command.Prepare();
        var rows = new List<T>();
        foreach (var person in people)
        {
            command.Parameters[0].Value = person.Bytes();
            using var reader = command.ExecuteReader();
            if (reader.Read())
                rows.Add(read(reader));
        }
        return rows;
    }

    public override long NewestChange() => Number("SELECT seq FROM sqlite_sequence WHERE name = 'changes'");

    public override void AddChange(Guid person, bool removed) =>
        Execute("INSERT INTO changes (person, removed) VALUES (@person, @removed)", ("@person", person), ("@removed", removed ? 1 : 0));

    public override void TakeTime()
    {
        // A file is held as long as somebody holds it.
    }

    /// <summary>SQLite goes on behind the greatest number by itself; of the changes it knows the greatest that ever was.</summary>
    public override void GoOnBehind(IEnumerable<string> numbered, long? newestChange)
    {
        if (newestChange is { } version && Execute("UPDATE sqlite_sequence SET seq = @version WHERE name = 'changes'", ("@version", version)) == 0)
            Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', @version)", ("@version", version));
    }

    public void Dispose() => connection.Dispose();
}
