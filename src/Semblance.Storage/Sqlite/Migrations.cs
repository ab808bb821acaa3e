using Semblance.Storage.Tables;

namespace Semblance.Storage.Sqlite;

/// <summary>The steps that bring a file to this version's tables: migrations/NAME-001.sql and so on. SQLite's user_version says how many are done.</summary>
internal static class Migrations
{
    /// <summary>Runs the missing steps inside the caller's transaction.</summary>
    /// <param name="connection">A connection to the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="name">Which series: gallery or keys.</param>
    /// <exception cref="StoreException">A newer version made the file.</exception>
    public static void Run(SqlSession connection, string file, string name)
    {
        var steps = typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(step => step.StartsWith($"migrations/{name}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        long done = connection.Number("PRAGMA user_version");
        if (done > steps.Count)
            throw new StoreException($"{file} was made by a newer version of Semblance (tables {done}, this version knows {steps.Count}): use that version.");
        for (int step = (int)done; step < steps.Count; step++)
        {
            using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(steps[step])!);
            connection.Execute(reader.ReadToEnd());
            connection.Execute($"PRAGMA user_version = {step + 1}");
        }
    }
}
