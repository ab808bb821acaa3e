using System.Text;

namespace Semblance.Login.Pam;

/// <summary>
/// Whether somebody may be sitting before this machine's camera. What the environment says can only be a no: a user can write anything into it. So can the lack of logind's word.
/// </summary>
/// <param name="root">The root of the file system; another one for tests.</param>
internal sealed class Seat(string root = "/")
{
    private const string NobodyLoggedIn = "4294967295";
    private const int MostAncestors = 64;
    private static readonly byte[] s_remote = "SSH_CONNECTION="u8.ToArray();

    private string Sessions => Path.Combine(root, "run/systemd/sessions");

    /// <summary>Whether the face may be asked for.</summary>
    /// <param name="service">The PAM service.</param>
    /// <param name="terminal">PAM_TTY; null where it is not set.</param>
    /// <param name="remoteHost">PAM_RHOST; null where it is not set.</param>
    public bool IsHere(string service, string? terminal, string? remoteHost)
    {
        if (remoteHost is { Length: > 0 } and not ("localhost" or "::1" or "127.0.0.1") || terminal is "ssh" || ComesBySsh() || !Directory.Exists(Sessions))
            return false;
        string user = Text("proc/self/loginuid").Trim();
        // Nobody has logged in: that is a greeter, or a program of the system that may ask on behalf of anybody anywhere.
        if (user is "" or NobodyLoggedIn)
            return LoginServices.IsGreeter(service) && IsOfThisMachine(terminal);
        if (OwnSession(user) is { } session)
            return IsLocal(session, user);
        // What the user's own manager started belongs to no session, whichever it was started from: so the user must have one here, and none from elsewhere.
        var sessions = Directory.EnumerateFiles(Sessions).Where(file => !file.EndsWith(".ref", StringComparison.Ordinal) && Field(file, "UID") == user).ToList();
        return sessions.Exists(file => IsLocal(file, user)) && !sessions.Exists(file => Field(file, "REMOTE") != "0");
    }

    // A console (tty1) or a display (:0), and not what a program makes for itself (pts/0) or a serial line.
    private static bool IsOfThisMachine(string? terminal)
    {
        if (terminal is null)
            return false;
        string name = terminal.StartsWith("/dev/", StringComparison.Ordinal) ? terminal["/dev/".Length..] : terminal;
        string number = name.StartsWith("tty", StringComparison.Ordinal) ? name["tty".Length..] : name.StartsWith(':') ? name[1..] : "";
        return number.Length is 1 or 2 && char.IsAsciiDigit(number[0]) && char.IsAsciiDigit(number[^1]);
    }

    // The environment that a process was started with, of this one and of those that it came from: of a shell that sshd started it cannot be taken away by unset.
    private bool ComesBySsh()
    {
        string process = "self";
        for (int i = 0; i < MostAncestors; i++)
        {
            if (Read($"proc/{process}/environ").AsSpan().IndexOf(s_remote) is 0 or > 0)
                return true;
            string status = Text($"proc/{process}/status");
            string parent = Value(status, "PPid:");
            if (parent is "" or "0" or "1")
                return false;
            if (Value(status, "Name:") is "sshd" or "sshd-session")
                return true;
            process = parent;
        }
        return true;
    }

    // Only the whole path that logind gives is a session's. Below their own manager users name groups as they like, session-3.scope too.
    private string? OwnSession(string user)
    {
        string start = $"/user.slice/user-{user}.slice/session-";
        foreach (string line in Text("proc/self/cgroup").Split('\n'))
        {
            string path = line[(line.LastIndexOf(':') + 1)..];
            if ((line.StartsWith("0::", StringComparison.Ordinal) || line.Contains(":name=systemd:", StringComparison.Ordinal))
                && path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(".scope", StringComparison.Ordinal)
                && path[start.Length..^".scope".Length] is { } id && LoginFrame.IsName(id))
            {
                return Path.Combine(Sessions, id);
            }
        }
        return null;
    }

    private bool IsLocal(string session, string user) =>
        Field(session, "UID") == user && Field(session, "REMOTE") == "0" && Field(session, "SEAT") is { Length: > 0 } && Field(session, "ACTIVE") == "1";

    private string Field(string file, string name) => Value(Text(file), name + "=");

    private static string Value(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Trim().ToString();
        }
        return "";
    }

    private string Text(string file) => Encoding.UTF8.GetString(Read(file));

    private byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(root, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
