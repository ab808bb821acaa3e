using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>Statements and their rows in one line each.</summary>
internal static class Sql
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first row of a query; the default value where there is none.</summary>
    public static T? First<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>The first row of the same query for each of many values; the default value where there is none. The statement is prepared once, which is most of its cost.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="sql">The query, with a parameter $key.</param>
    /// <param name="keys">What $key is, one after another.</param>
    /// <param name="read">Reads a row.</param>
    public static IEnumerable<(Guid Key, T? Row)> FirstOfEach<T>(this SqliteConnection connection, string sql, IEnumerable<Guid> keys, Func<SqliteDataReader, T> read)
    {
        using var command = Command(connection, sql, [("$key", Array.Empty<byte>())]);
        command.Prepare();
        foreach (var key in keys)
        {
            command.Parameters[0].Value = key.Bytes();
            using var reader = command.ExecuteReader();
            yield return (key, reader.Read() ? read(reader) : default);
        }
    }

    /// <summary>A whole number that a query gives; 0 where it gives none.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        connection.First(sql, row => row.GetInt64(0), values);

    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static Guid Id(this SqliteDataReader row, int column) => new(row.Bytes(column), bigEndian: true);

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this Guid id) => id.ToByteArray(bigEndian: true);

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this project; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value switch
            {
                null => DBNull.Value,
                Guid id => id.Bytes(),
                DateTimeOffset time => time.UtcTicks,
                _ => value,
            });
        }
        return command;
    }
}
