using System.Text;

namespace Semblance.Login.Pam;

/// <summary>
/// Whether somebody may be sitting before this machine's camera. What the environment says can only be a no: a user can write anything into it. So can the lack of logind's word.
/// </summary>
internal static class Seat
{
    private const string Sessions = "/run/systemd/sessions";
    private const string NobodyLoggedIn = "4294967295";
    private const int MostAncestors = 64;
    private static readonly byte[] s_remote = "SSH_CONNECTION="u8.ToArray();

    /// <summary>Why the face is not asked for; null where it may be.</summary>
    public static string? WhyNotHere(nint handle)
    {
        if (Native.Item(handle, Native.RemoteHost) is { Length: > 0 } host && host is not ("localhost" or "::1" or "127.0.0.1"))
            return "the login comes from another machine";
        if (Native.Item(handle, Native.Terminal) is "ssh" || ComesBySsh())
            return "the login comes by ssh";
        if (!Directory.Exists(Sessions))
            return "logind does not run";
        if (OwnSession() is { } session)
            return IsLocal(session) ? null : "the session has no seat here";
        // What the user's own manager started belongs to no session: then whoever logged in must have one here. Before a first login nobody has.
        string user = Encoding.ASCII.GetString(Read("/proc/self/loginuid")).Trim();
        return user is "" or NobodyLoggedIn || Directory.EnumerateFiles(Sessions).Any(file => !file.EndsWith(".ref", StringComparison.Ordinal) && Field(file, "UID") == user && IsLocal(file))
            ? null : "the user has no session here";
    }

    // The environment that a process was started with, of this one and of those that it came from: of a shell that sshd started it cannot be taken away by unset.
    private static bool ComesBySsh()
    {
        string process = "self";
        for (int i = 0; i < MostAncestors; i++)
        {
            if (Read($"/proc/{process}/environ").AsSpan().IndexOf(s_remote) is 0 or > 0)
                return true;
            string status = Encoding.UTF8.GetString(Read($"/proc/{process}/status"));
            string parent = Value(status, "PPid:");
            if (parent is "" or "0" or "1")
                return false;
            if (Value(status, "Name:") is "sshd" or "sshd-session")
                return true;
            process = parent;
        }
        return true;
    }

    private static string? OwnSession()
    {
        string groups = Encoding.UTF8.GetString(Read("/proc/self/cgroup"));
        int start = groups.IndexOf("/session-", StringComparison.Ordinal), end = start < 0 ? -1 : groups.IndexOf(".scope", start, StringComparison.Ordinal);
        if (end < 0)
            return null;
        string id = groups[(start + "/session-".Length)..end];
        return LoginFrame.IsName(id) ? Path.Combine(Sessions, id) : null;
    }

    private static bool IsLocal(string session) => Field(session, "REMOTE") == "0" && Field(session, "SEAT") is { Length: > 0 } && Field(session, "ACTIVE") == "1";

    private static string Field(string file, string name) => Value(Encoding.UTF8.GetString(Read(file)), name + "=");

    private static string Value(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Trim().ToString();
        }
        return "";
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
