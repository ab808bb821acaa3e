namespace Semblance.Storage.Tables;

/// <summary>Settings in a table.</summary>
internal sealed class TableSettings(Database data) : ISettings
{
    public Task<string?> GetAsync(string name, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return data.ReadAsync(connection => connection.First("SELECT value FROM settings WHERE name = @name", row => row.GetString(0), ("@name", name)), cancellation);
    }

    public Task SetAsync(string name, string? value, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return data.WriteAsync(
            Lane.Access,
            connection => value is null
                ? connection.Execute("DELETE FROM settings WHERE name = @name", ("@name", name))
                : connection.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", ("@name", name), ("@value", value)),
            cancellation);
    }
}
