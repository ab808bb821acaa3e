using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Semblance.Storage.Sqlite;

/// <summary>A copy of gallery.db in one file, without the pages that are free.</summary>
internal static class DataBackup
{
    public static Task WriteAsync(SqliteDatabase data, string file, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return Task.Run(() => Write(data, Path.GetFullPath(file), cancellation), cancellation);
    }

    private static void Write(SqliteDatabase data, string file, CancellationToken cancellation)
    {
        try
        {
            // VACUUM INTO takes an empty file; made here, it is the owner's alone from the start.
            OwnerFiles.WriteNew(file, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup cannot be written to {file}: {e.Message}", e);
        }
        try
        {
            data.Guarded(() =>
            {
                using var connection = data.Open();
                using var _ = cancellation.Register(() => raw.sqlite3_interrupt(connection.Connection.Handle));
                return connection.Execute("VACUUM INTO $file", ("$file", file));
            });
            OwnerFiles.SyncFile(file);
            OwnerFiles.SyncFolder(Path.GetDirectoryName(file)!);
        }
        catch (Exception e)
        {
            File.Delete(file);
            File.Delete(file + "-journal");
            if (cancellation.IsCancellationRequested && e is StoreException { InnerException: SqliteException })
                throw new OperationCanceledException(cancellation);
            throw;
        }
    }
}
