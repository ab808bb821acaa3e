using System.Runtime.InteropServices;

namespace Semblance.Cli.Login;

/// <summary>Owners of files, which .NET does not tell.</summary>
internal static partial class RootFiles
{
    private const int FollowNothing = 0x100, BasicFields = 0x7FF, Here = -100;

    /// <summary>Whether the caller is root.</summary>
    public static bool IsRoot => OperatingSystem.IsLinux() && EffectiveUser() == 0;

    /// <summary>Whether a file, itself and not what a link leads to, is an ordinary one of root that nobody else may write.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static bool IsRootsAlone(string file)
    {
        if (Look(Here, file, FollowNothing, BasicFields, out var status) != 0)
            throw new IOException($"{file} cannot be looked at (error {Marshal.GetLastPInvokeError()})");
        const int Kind = 0xF000, Ordinary = 0x8000, OthersWrite = 0x12;
        return (status.Mode & Kind) == Ordinary && (status.Mode & OthersWrite) == 0 && status.User == 0;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Look(int folder, string path, int flags, uint fields, out Status status);

    /// <summary>The beginning of struct statx, which is alike on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
