namespace Semblance.Login.Pam;

/// <summary>
/// Whether the user who asks is the one who is asked for. Consent is a key that the asking program sends: were it another user's, that user would agree for the person before the camera.
/// </summary>
internal static unsafe class Asker
{
    private const int Room = 1 << 14;

    /// <summary>Whether nothing says that somebody else asks: neither PAM_RUSER, which su and sudo set, nor the user that the program was started by.</summary>
    /// <param name="handle">PAM's.</param>
    /// <param name="user">Who is asked for.</param>
    public static bool Is(nint handle, string user)
    {
        if (Native.Item(handle, Native.RemoteUser) is { Length: > 0 } asker && asker != user)
            return false;
        uint own = Native.RealUser();
        return own == 0 || own == NumberOf(user);
    }

    // Null where there is no such user, or the entry is longer than any that is known.
    private static uint? NumberOf(string user)
    {
        byte[] name = [.. System.Text.Encoding.ASCII.GetBytes(user), 0], room = new byte[Room];
        fixed (byte* asked = name, buffer = room)
        {
            Native.User entry;
            Native.User* found = null;
            return Native.GetUserByName(asked, &entry, buffer, Room, &found) == 0 && found != null ? found->Number : null;
        }
    }
}
