using Microsoft.Data.Sqlite;
using Semblance.Storage.Encryption;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>A store in a folder of its own, with its files in reach.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Home => _folder.File("home");

    public string Data => Path.Combine(Home, "gallery.db");

    public string Keys => Path.Combine(Home, "gallery.keys");

    public string Master => Path.Combine(Home, "keys", "master.key");

    public string File(string name) => _folder.File(name);

    public Task<SqliteStore> OpenAsync() => SqliteStore.OpenAsync(new StoreOptions(Home, MasterKeySource.File(Master)));

    /// <summary>Runs statements on a file behind the store's back.</summary>
    public static int Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>The values of a query's only column.</summary>
    public static List<T> Query<T>(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<T>();
        while (reader.Read())
            values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    public void Dispose() => _folder.Dispose();
}
