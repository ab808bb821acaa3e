using System.Text;

namespace Semblance.Login;

/// <summary>What a message between the PAM module and the login daemon says. Below 16: from the module; from 16 on: from the daemon.</summary>
internal enum LoginMessage : byte
{
    /// <summary>Is it this user? The text is the PAM service and the user's name, a line each.</summary>
    Ask = 1,

    /// <summary>Consent: the key was pressed.</summary>
    Agreed = 2,

    /// <summary>No consent: the password is wanted.</summary>
    Declined = 3,

    /// <summary>To be shown.</summary>
    Say = 16,

    /// <summary>To be shown, and answered with <see cref="Agreed"/> or <see cref="Declined"/>.</summary>
    Consent = 17,

    /// <summary>It is the user, live. No text; nothing follows.</summary>
    Yes = 18,

    /// <summary>Not recognised; the text says why. Nothing follows.</summary>
    No = 19,

    /// <summary>Nobody was looked at; the text says why, and may be empty where there is nothing to be said. Nothing follows.</summary>
    NotAsked = 20,
}

/// <summary>
/// A message on the login daemon's socket: version, kind, length, and at most <see cref="MostText"/> bytes of UTF-8. Compiled into the PAM module and into the daemon, so that both agree.
/// Anything else on the socket is an error, and the connection ends.
/// </summary>
internal static class LoginFrame
{
    /// <summary>The version that is spoken.</summary>
    public const byte Version = 1;

    /// <summary>Bytes before the text.</summary>
    public const int Header = 3;

    /// <summary>The most bytes of a text.</summary>
    public const int MostText = 240;

    /// <summary>The most bytes of a message.</summary>
    public const int Most = Header + MostText;

    /// <summary>The longest name of a PAM service or user.</summary>
    public const int MostName = 64;

    /// <summary>Where the daemon listens: a folder that only root can write to.</summary>
    public const string Socket = "/run/semblance-login/socket";

    /// <summary>Writes a message; text that is too long loses its end.</summary>
    public static byte[] Write(LoginMessage kind, string text = "")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(bytes.Length, MostText);
        // Not in the midst of a character.
        while (length < bytes.Length && length > 0 && (bytes[length] & 0xC0) == 0x80)
            length--;
        return [Version, (byte)kind, (byte)length, .. bytes.AsSpan(0, length)];
    }

    /// <summary>The text of a question.</summary>
    public static string Question(string service, string user) => $"{service}\n{user}";

    /// <summary>Whether a name can be that of a PAM service or of a user: printable ASCII without what paths, lists and lines are made of.</summary>
    public static bool IsName(string name)
    {
        if (name.Length is 0 or > MostName || name[0] is '-' or '.')
            return false;
        foreach (char letter in name)
        {
            if (!(char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '@' or '+'))
                return false;
        }
        return true;
    }

    /// <summary>A text without what a terminal would obey.</summary>
    public static string Printable(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder();
        foreach (char letter in Encoding.UTF8.GetString(utf8))
            text.Append(letter < ' ' || letter is >= '\x7F' and <= '\x9F' ? '?' : letter);
        return text.ToString();
    }
}
