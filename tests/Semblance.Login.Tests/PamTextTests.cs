using Semblance.Cli.Pam;

namespace Semblance.Login.Tests;

/// <summary>The two lines in a PAM file: where they go, when they do not, and that nothing else changes.</summary>
public class PamTextTests
{
    private const string Sudo = "#%PAM-1.0\n\nsession    required   pam_limits.so\n\n@include common-auth\n@include common-account\n@include common-session-noninteractive\n";
    private const string CommonAuth = "auth\t[success=1 default=ignore]\tpam_unix.so nullok\nauth\trequisite\tpam_deny.so\nauth\trequired\tpam_permit.so\nauth\toptional\tpam_cap.so \n";
    private const string Login = "auth       optional   pam_faildelay.so  delay=3000000\nauth       requisite  pam_nologin.so\n@include common-auth\nauth       optional   pam_group.so\naccount    required   pam_unix.so";

    [Theory]
    [InlineData(Sudo)]
    [InlineData(Login)]
    [InlineData("auth sufficient pam_rootok.so\nauth required pam_unix.so\n")]
    [InlineData("auth substack system-auth\naccount include system-auth\n")]
    public void AddAndRemove_Service_RestoreEveryByte(string text)
    {
        string added = PamText.Add(text, Include);

        Assert.True(PamText.Mentions(added));
        Assert.Equal(added, PamText.Add(added, Include));
        Assert.Equal(text, PamText.Remove(added));
        Assert.Equal(text, PamText.Remove(text));
    }

    [Fact]
    public void Add_Login_StandsBeforeThePasswordAndAfterWhatRefuses()
    {
        var rules = PamText.Add(Login, Include).Split('\n').Where(line => line.StartsWith("auth") || line.StartsWith('@')).Select(line => line.Split('\t', ' ')[^1]);

        Assert.Equal(["delay=3000000", "pam_nologin.so", "pam_semblance.so", "common-auth", "pam_group.so"], rules);
    }

    [Fact]
    public void Remove_LinesAddedAroundItLater_StayAsTheyAre() =>
        Assert.Equal("# mine\n" + Sudo + "# more\n", PamText.Remove("# mine\n" + PamText.Add(Sudo, Include) + "# more\n"));

    [Theory]
    [InlineData("auth required pam_permit.so\n", "asks for no password")]
    [InlineData("auth [success=1 default=ignore] pam_succeed_if.so uid < 1000\nauth required pam_unix.so\n", "counts the lines after it")]
    [InlineData("auth required pam_unix.so\nauth required pam_google_authenticator.so\n", "pam_google_authenticator.so would be skipped")]
    [InlineData("auth include two-factors\n", "pam_oath.so would be skipped")]
    [InlineData("auth include nowhere\n", "cannot be read")]
    [InlineData("auth include circle\n", "cannot be read")]
    [InlineData("auth required \\\n pam_unix.so\n", "go on in the next one")]
    [InlineData("auth required pam_semblance.so timeout=5\nauth required pam_unix.so\n", "by hand")]
    [InlineData("@include with-the-face\n", "has the face login already")]
    [InlineData("", "asks for no password")]
    public void Add_WhereItCouldLockOutOrOpen_IsRefused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<PamEditException>(() => PamText.Add(text, Include)).Message);

    [Fact]
    public void Remove_AddedLineWasChanged_IsRefused() =>
        Assert.Throws<PamEditException>(() => PamText.Remove(PamText.Add(Sudo, Include).Replace("pam_semblance.so", "pam_semblance.so timeout=5")));

    private static string? Include(string name) => name switch
    {
        "common-auth" or "system-auth" => CommonAuth,
        "two-factors" => "auth required pam_unix.so\nauth required pam_oath.so\n",
        "with-the-face" => "auth [success=end default=ignore] pam_semblance.so\nauth required pam_unix.so\n",
        "circle" => "auth include circle\n",
        _ => null,
    };
}
