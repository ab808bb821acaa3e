using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>
/// Whether an open file is still the one at its address. Where it was deleted, moved or exchanged, SQLite would go on with what nobody can find any more, and what it acknowledges would be lost.
/// </summary>
internal static partial class OpenFile
{
    // https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html; systems that let nobody move an open file do not know the question.
    private const int HasMoved = 20, Ok = 0;

    /// <exception cref="StoreException">It is not there any more.</exception>
    public static void RequireInPlace(SqliteConnection connection, string file)
    {
        if (FileControl(connection.Handle!.DangerousGetHandle(), "main", HasMoved, out int moved) == Ok && moved != 0)
            throw new StoreException($"{file} was deleted, moved or exchanged while it was open: put it back, and start again.");
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(nint connection, string database, int question, out int answer);
}
