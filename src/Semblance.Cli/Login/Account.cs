using System.Runtime.InteropServices;
using System.Text;
using Semblance.Login;
using Semblance.Storage;

namespace Semblance.Cli.Login;

/// <summary>A user of this machine, from whatever source the system knows users by.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Id">The user's number.</param>
internal sealed partial record Account(string Name, uint Id)
{
    private const int MostBytes = 1 << 16, TooSmall = 34;

    /// <summary>
    /// The name in the gallery: with the number, so that neither another user with the name nor another one with the number inherits the face, and names that differ in capitals are two.
    /// Null where it cannot be one.
    /// </summary>
    public PersonName? Person => PersonName.IsAllowed($"{Name}.{Id}") ? PersonName.Parse($"{Name}.{Id}") : null;

    /// <summary>The user of a name; null where there is none.</summary>
    public static unsafe Account? Find(string name)
    {
        if (!LoginFrame.IsName(name))
            return null;
        for (int size = 1024; size <= MostBytes; size *= 4)
        {
            var buffer = new byte[size];
            fixed (byte* pointer = buffer, asked = (byte[])[.. Encoding.ASCII.GetBytes(name), 0])
            {
                Entry entry;
                Entry* found = null;
                int error = GetByName(asked, &entry, pointer, (nuint)size, &found);
                if (error == TooSmall)
                    continue;
                return error == 0 && found != null ? new Account(name, found->User) : null;
            }
        }
        return null;
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r")]
    private static unsafe partial int GetByName(byte* name, Entry* entry, byte* buffer, nuint size, Entry** found);

    /// <summary>struct passwd of Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public nint Name, Password;
        public uint User, Group;
        public nint Words, Home, Shell;
    }
}
