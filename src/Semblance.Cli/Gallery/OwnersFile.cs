namespace Semblance.Cli.Gallery;

/// <summary>Files that only their owner may read (0600).</summary>
internal static class OwnersFile
{
    /// <summary>Writes a file that does not exist yet.</summary>
    public static async Task WriteAsync(string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(bytes, cancellation);
    }
}
