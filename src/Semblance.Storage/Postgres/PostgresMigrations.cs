using Semblance.Storage.Tables;

namespace Semblance.Storage.Postgres;

/// <summary>The steps that bring a schema to this version's tables: postgres/SERIES-001.sql and so on. The table <c>migrations</c> says how many are done.</summary>
internal static class PostgresMigrations
{
    /// <summary>Runs the missing steps inside the caller's transaction, in whose lane nobody else runs them.</summary>
    /// <param name="session">A connection whose search path is the schema.</param>
    /// <param name="place">The schema, in words.</param>
    /// <param name="series">Which series: data or keys.</param>
    /// <exception cref="StoreException">A newer version made the tables.</exception>
    public static void Run(SqlSession session, string place, string series)
    {
        var steps = typeof(PostgresMigrations).Assembly.GetManifestResourceNames()
            .Where(step => step.StartsWith($"postgres/{series}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        session.Execute("CREATE TABLE IF NOT EXISTS migrations (done bigint NOT NULL)");
        long done = session.Number("SELECT coalesce(max(done), 0) FROM migrations");
        if (done > steps.Count)
            throw new StoreException($"{place} was made by a newer version of Semblance (tables {done}, this version knows {steps.Count}): use that version.");
        for (int step = (int)done; step < steps.Count; step++)
        {
            using var reader = new StreamReader(typeof(PostgresMigrations).Assembly.GetManifestResourceStream(steps[step])!);
            session.Execute(reader.ReadToEnd());
            session.Execute("INSERT INTO migrations (done) VALUES (@done)", ("@done", step + 1));
        }
    }
}
