using System.Runtime.InteropServices;

namespace Semblance.Login.Pam;

/// <summary>What the module calls of libpam, which has loaded it, and of the C library.</summary>
internal static unsafe partial class Native
{
    /// <summary>Items of a PAM handle.</summary>
    public const int Service = 1, Terminal = 3, RemoteHost = 4, RemoteUser = 8;

    public const int UnixFamily = 1;
    public const short Readable = 1;

    // Closed when the program that asks runs another one.
    public const int StreamSocket = 1 | 0x80000 | 0x800;
    public const int NoSignal = 0x4000;

    /// <summary>A text item of a PAM handle; null where it is not set.</summary>
    public static string? Item(nint handle, int kind)
    {
        nint item;
        return GetItem(handle, kind, &item) == (int)PamResult.Success && item != 0 ? Marshal.PtrToStringUTF8(item) : null;
    }

    [LibraryImport("libpam.so.0", EntryPoint = "pam_get_user")]
    public static partial int GetUser(nint handle, byte** user, byte* prompt);

    [LibraryImport("libpam.so.0", EntryPoint = "pam_get_item")]
    public static partial int GetItem(nint handle, int kind, nint* item);

    [LibraryImport("libc", EntryPoint = "socket")]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect")]
    public static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    public static partial nint Receive(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    public static partial int GetOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "poll")]
    public static partial int Poll(Waiting* sockets, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "getuid")]
    public static partial uint RealUser();

    [LibraryImport("libc", EntryPoint = "getpwnam_r")]
    public static partial int GetUserByName(byte* name, User* entry, byte* buffer, nuint size, User** found);

    /// <summary>struct passwd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct User
    {
        public nint Name, Password;
        public uint Number, Group;
        public nint Words, Home, Shell;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Waiting
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    /// <summary>struct ucred.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Peer
    {
        public int Process;
        public uint User;
        public uint Group;
    }
}
