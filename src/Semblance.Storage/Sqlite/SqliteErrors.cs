using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>SQLite's result codes (https://sqlite.org/rescode.html) in words that say what to do.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;

    /// <summary>Whether somebody else holds the file, so that asking again may help.</summary>
    public static bool IsBusy(SqliteException e) => e.SqliteErrorCode is Busy or Locked;

    /// <summary>Whether there was no room to write.</summary>
    public static bool IsFull(SqliteException e) => e.SqliteErrorCode == Full;

    public static string Words(SqliteException e) => e.SqliteErrorCode switch
    {
        Busy or Locked => "another process has been holding the file for too long; end it or try again.",
        ReadOnly => "the file or its folder cannot be written; check who owns it.",
        InputOutput => $"the disk reports an error ({e.Message}).",
        Corrupt or NoDatabase => "the file is damaged or no gallery; restore a backup.",
        Full => "the disk is full.",
        CannotOpen => "the file cannot be opened; check that it exists and who owns it.",
        _ => e.Message,
    };
}
