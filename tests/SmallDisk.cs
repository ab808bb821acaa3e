using System.Diagnostics;

namespace Semblance.Testing;

/// <summary>A disk of a few megabytes of its own (tmpfs), so that a test can fill it. Where the system lets nobody mount one, the test is skipped and says why.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Mounts it.</summary>
    /// <param name="megabytes">How large it is.</param>
    public SmallDisk(int megabytes)
    {
        Path = _folder.File("disk");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is mounted on Linux only.");
        Directory.CreateDirectory(Path);
        var (exitCode, said) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", "tmpfs", Path);
        if (exitCode != 0)
        {
            _folder.Dispose();
            Assert.Skip($"No tmpfs can be mounted here, so no disk is filled: {said.Trim()}");
        }
    }

    public string Path { get; }

    /// <summary>Leaves not a byte free.</summary>
    public void Fill()
    {
        using var filler = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Frees what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static (int ExitCode, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
