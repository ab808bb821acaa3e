using System.Text.RegularExpressions;

namespace Semblance.Cli.Pam;

/// <summary>A PAM file is not changed; the message says why, and what can be done.</summary>
internal sealed class PamEditException(string message) : Exception(message);

/// <summary>
/// The text of a PAM service with the face login in it, or without it again. Two lines are added before the password's line and taken away as they were added; every other byte stays.
/// </summary>
internal static partial class PamText
{
    /// <summary>The module's file.</summary>
    public const string Module = "pam_semblance.so";

    private const string Added = $"# Added by \"semblance login enable\"; \"semblance login disable\" takes both lines away.\nauth\tsufficient\t{Module}\n";
    private const int DeepestInclude = 5;

    // They ask for a password, or for what stands for one.
    private static readonly string[] s_passwords = ["pam_unix.so", "pam_sss.so", "pam_ldap.so", "pam_krb5.so", "pam_winbind.so", "pam_systemd_home.so"];

    // Skipping them after a face is no loss of safety.
    private static readonly string[] s_harmless = [.. s_passwords, "pam_permit.so", "pam_deny.so", "pam_cap.so", "pam_group.so", "pam_env.so", "pam_gnome_keyring.so", "pam_kwallet5.so", "pam_kwallet.so", "pam_faildelay.so", "pam_mount.so"];

    /// <summary>Whether the face login is in a file, added here or by hand.</summary>
    public static bool Mentions(string text) => Lines(text).Any(line => Rule.Parse(line) is { Module: var module } && module.EndsWith(Module, StringComparison.Ordinal));

    /// <summary>The text with the face login in it; the same text where it is in it already.</summary>
    /// <param name="text">The service's file.</param>
    /// <param name="include">The text of another file that it includes; null where there is none.</param>
    /// <exception cref="PamEditException">The change could lock somebody out, or let somebody in.</exception>
    public static string Add(string text, Func<string, string?> include)
    {
        if (text.Contains(Added, StringComparison.Ordinal))
            return text;
        if (Mentions(text))
            throw new PamEditException($"{Module} was put into it by hand: take it out there first.");
        if (text.Contains("\\\n", StringComparison.Ordinal))
            throw new PamEditException("It has lines that go on in the next one: put the module in by hand.");
        int place = 0;
        foreach (string line in Lines(text))
        {
            if (Rule.Parse(line) is { IsAuth: true } rule)
            {
                if (rule.IsInclude || s_passwords.Contains(rule.Name))
                {
                    if (IncludesIt(text, include, 0))
                        throw new PamEditException("It includes a file that has the face login already: all services have it.");
                    RequireOnlyHarmless(text[place..], include, 0);
                    if (!AsksForAPassword(text[place..], include, 0))
                        throw new PamEditException("It asks for no password: where the face fails nobody could log in.");
                    return text.Insert(place, Added);
                }
                if (rule.Jumps)
                    throw new PamEditException($"\"{line.Trim()}\" counts the lines after it: put the module in by hand.");
            }
            place += line.Length;
        }
        throw new PamEditException("It asks for no password: where the face fails nobody could log in.");
    }

    /// <summary>The text without the face login; the same text where it is not in it.</summary>
    /// <exception cref="PamEditException">What was added was changed since.</exception>
    public static string Remove(string text)
    {
        int place = text.IndexOf(Added, StringComparison.Ordinal);
        string rest = place < 0 ? text : text.Remove(place, Added.Length);
        return Mentions(rest) ? throw new PamEditException($"{Module} is in it in another way than it was added: take it out by hand.") : rest;
    }

    /// <summary>What changes, for people: the new lines with a plus, the line that they stand before.</summary>
    public static string Change(string before, string after)
    {
        bool isAdded = after.Length > before.Length;
        string longer = isAdded ? after : before;
        int place = longer.IndexOf(Added, StringComparison.Ordinal);
        string next = Lines(longer[(place + Added.Length)..]).FirstOrDefault("").TrimEnd();
        return string.Join('\n', [.. Added.TrimEnd('\n').Split('\n').Select(line => (isAdded ? "+ " : "- ") + line), "  " + next]);
    }

    // Whatever follows is skipped where the face suffices: a second factor must not be.
    private static void RequireOnlyHarmless(string text, Func<string, string?> include, int depth)
    {
        foreach (var rule in Lines(text).Select(Rule.Parse).OfType<Rule>().Where(rule => rule.IsAuth))
        {
            if (rule.IsInclude)
                RequireOnlyHarmless(Included(rule, include, depth), include, depth + 1);
            else if (rule.Control != "optional" && !s_harmless.Contains(rule.Name))
                throw new PamEditException($"{rule.Name} would be skipped where the face suffices: put the module in by hand, if that is meant.");
        }
    }

    private static bool IncludesIt(string text, Func<string, string?> include, int depth) => Lines(text).Select(Rule.Parse).OfType<Rule>().Where(rule => rule is { IsAuth: true, IsInclude: true })
        .Select(rule => Included(rule, include, depth)).Any(included => Mentions(included) || IncludesIt(included, include, depth + 1));

    private static bool AsksForAPassword(string text, Func<string, string?> include, int depth) => Lines(text).Select(Rule.Parse).OfType<Rule>().Where(rule => rule.IsAuth)
        .Any(rule => rule.IsInclude ? AsksForAPassword(Included(rule, include, depth), include, depth + 1) : s_passwords.Contains(rule.Name));

    private static string Included(Rule rule, Func<string, string?> include, int depth) => depth < DeepestInclude && include(rule.Name) is { } text
        ? text : throw new PamEditException($"It includes {rule.Name}, which cannot be read.");

    private static IEnumerable<string> Lines(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>A line that does something. Of an include <paramref name="Module"/> is the file.</summary>
    private sealed partial record Rule(string Type, string Control, string Module)
    {
        public string Name => Path.GetFileName(Module);

        public bool IsInclude => Control is "include" or "substack" or "@include";

        // Files that @include names hold lines of several kinds; Debian says by their names of which.
        public bool IsAuth => Type == "auth" || Control == "@include" && !OtherKind().IsMatch(Module);

        public bool Jumps => Jump().IsMatch(Control);

        public static Rule? Parse(string line)
        {
            string code = line.Split('#')[0].Trim();
            if (Include().Match(code) is { Success: true } include)
                return new Rule("", "@include", include.Groups[1].Value);
            return Line().Match(code) is { Success: true } match ? new Rule(match.Groups[1].Value.ToLowerInvariant(), match.Groups[2].Value, match.Groups[3].Value) : null;
        }

        [GeneratedRegex(@"^@include\s+(\S+)$")]
        private static partial Regex Include();

        [GeneratedRegex(@"^-?(\w+)\s+(\[[^\]]*\]|\S+)\s+(\S+)")]
        private static partial Regex Line();

        [GeneratedRegex(@"^\[.*=\s*\d")]
        private static partial Regex Jump();

        [GeneratedRegex(@"(^|/)common-(account|password|session|session-noninteractive)$")]
        private static partial Regex OtherKind();
    }
}
