using System.Data.Common;

namespace Semblance.Storage.Tables;

/// <summary>
/// Statements on one connection, with their rows in one line each. The texts are what SQLite and PostgreSQL both understand; parameters are @names. In PostgreSQL a parameter that may be null
/// is only compared or stored, never asked whether it is null: there its type would be unknown.
/// </summary>
internal abstract class SqlSession(DbConnection connection)
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first row of a query; the default value where there is none.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>A whole number that a query gives; 0 where it gives none.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => First(sql, row => row.GetInt64(0), values);

    /// <summary>The rows of people, in no order; nobody has more than one.</summary>
    /// <param name="sql">A query with <c>person = @key</c> in it.</param>
    /// <param name="people">Who.</param>
    /// <param name="read">Reads a row.</param>
    public abstract List<T> OfPeople<T>(string sql, IEnumerable<Guid> people, Func<DbDataReader, T> read);

    /// <summary>The newest version of the log of changes: of those that are visible here, with none still to come below it.</summary>
    public abstract long NewestChange();

    /// <summary>Notes the next change in the log of changes.</summary>
    public abstract void AddChange(Guid person, bool removed);

    /// <summary>Lets this transaction wait for long between two statements.</summary>
    public abstract void TakeTime();

    /// <summary>After rows were stored under numbers of their own: goes on behind them, and behind a change.</summary>
    /// <param name="numbered">Tables whose numbers the database gives.</param>
    /// <param name="newestChange">The newest version of the log of changes; null where there is no such log.</param>
    public abstract void GoOnBehind(IEnumerable<string> numbered, long? newestChange);

    /// <summary>A command of this connection.</summary>
    protected DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this project; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value switch
            {
                null => DBNull.Value,
                Guid id => id.Bytes(),
                DateTimeOffset time => time.UtcTicks,
                _ => value,
            };
            command.Parameters.Add(parameter);
        }
        return command;
    }
}

/// <summary>How values lie in columns.</summary>
internal static class ColumnValues
{
    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static Guid Id(this DbDataReader row, int column) => new(row.Bytes(column), bigEndian: true);

    public static DateTimeOffset Time(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this Guid id) => id.ToByteArray(bigEndian: true);
}
