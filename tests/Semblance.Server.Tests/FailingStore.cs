using Microsoft.Data.Sqlite;

namespace Semblance.Server.Tests;

/// <summary>A gallery.db that refuses to write some rows until this is disposed, as a database does that has gone away.</summary>
internal sealed class FailingStore : IDisposable
{
    private const string Name = "refuse";
    private readonly string _file;

    /// <param name="home">The folder of the store.</param>
    /// <param name="change">What is refused: INSERT ON audit, DELETE ON attempts.</param>
    public FailingStore(string home, string change)
    {
        _file = Path.Combine(home, "gallery.db");
        Execute($"CREATE TRIGGER {Name} BEFORE {change} BEGIN SELECT RAISE(ABORT, 'refused'); END");
    }

    public void Dispose() => Execute($"DROP TRIGGER {Name}");

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
