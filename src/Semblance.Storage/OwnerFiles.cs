using System.Runtime.InteropServices;

namespace Semblance.Storage;

/// <summary>Files (0600) and folders (0700) that only their owner may read; on Windows the protection of the user's profile holds.</summary>
internal static partial class OwnerFiles
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Folder700);
    }

    /// <summary>Makes an empty file where there is none.</summary>
    public static void CreateEmpty(string file)
    {
        // An existing file is not even opened: closing it would drop the locks that SQLite holds on it in this process (POSIX).
        if (!File.Exists(file))
            OpenNew(file, FileMode.OpenOrCreate).Dispose();
    }

    /// <summary>Writes a file that does not exist yet, through to the disk.</summary>
    public static void WriteNew(string file, ReadOnlySpan<byte> bytes)
    {
        using var stream = OpenNew(file, FileMode.CreateNew);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Whether somebody beside the owner may read or write a file.</summary>
    public static bool IsOpenToOthers(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Folder700) != 0;

    /// <summary>Brings a file through to the disk.</summary>
    public static void SyncFile(string file)
    {
        using var handle = File.OpenHandle(file, access: FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the names in a folder lasting. Windows does so by itself.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        // .NET opens no folders.
        int descriptor = OpenFolder(folder, 0);
        bool isDone = descriptor >= 0 && Sync(descriptor) == 0;
        int error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
            _ = Close(descriptor);
        if (!isDone)
            throw new IOException($"{folder} cannot be brought through to the disk (error {error}).");
    }

    private static FileStream OpenNew(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File600;
        return new FileStream(file, options);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
