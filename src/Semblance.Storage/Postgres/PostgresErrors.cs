using Npgsql;

namespace Semblance.Storage.Postgres;

/// <summary>PostgreSQL's error codes (https://www.postgresql.org/docs/15/errcodes-appendix.html) and broken connections, in words that say what to do.</summary>
internal static class PostgresErrors
{
    private const string DiskFull = "53100";

    public static StoreException Wrap(string place, Exception e)
    {
        var refusal = e as PostgresException ?? e.InnerException as PostgresException;
        return new StoreException($"{place}: {(refusal is null ? Unreachable(e) : Words(refusal))}", e)
        {
            IsDiskFull = refusal?.SqlState == DiskFull,
            IsUnavailable = refusal is null || IsUnavailable(refusal.SqlState),
        };
    }

    /// <summary>Whether the connection is gone, so that another one may do.</summary>
    public static bool IsBroken(Exception e) => e switch
    {
        PostgresException refusal => IsGone(refusal.SqlState),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => true,
        _ => false,
    };

    private static bool IsGone(string state) => state is "57P01" or "57P02" or "25P03" || state.StartsWith("08", StringComparison.Ordinal);

    private static bool IsUnavailable(string state) => IsGone(state) || state is "57P03" or "57014" or "55P03" or "53300" or "25006" or "40P01";

    private static string Unreachable(Exception e) => e.InnerException is TimeoutException || e is TimeoutException
        ? "the database does not answer; check that it runs and that nothing holds the gallery."
        : $"the database cannot be reached ({e.InnerException?.Message ?? e.Message}). Check that it runs, its address, and the way there.";

    private static string Words(PostgresException e) => e.SqlState switch
    {
        "28P01" or "28000" => $"the database refuses this login ({e.MessageText}). Check user and password.",
        "3D000" => $"there is no such database ({e.MessageText}): make it first.",
        "22023" or "42704" when e.MessageText.Contains("role", StringComparison.Ordinal) => $"{e.MessageText}: the role that owns the keys is missing, or this login is not a member of it. docs/deploy.md has the three lines that make it.",
        "42501" => $"this login may not do that ({e.MessageText}).",
        DiskFull => "the database's disk is full.",
        "53300" => "the database takes no more connections: raise max_connections, or run fewer nodes.",
        "57P01" or "57P02" or "57P03" => "the database is stopping or starting; try again.",
        "57014" or "55P03" => "another node has been holding the gallery for too long; try again.",
        "25006" => "the database can only be read: this is a standby. Name the primary.",
        _ => e.MessageText,
    };
}
