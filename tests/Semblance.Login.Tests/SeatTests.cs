extern alias pam;

using pam::Semblance.Login.Pam;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>Who may be sitting before the camera, by the files of logind and of the process: anna (1000) has session 3 at the machine in each of them, unless a case says more.</summary>
public sealed class SeatTests : IDisposable
{
    private const string OfAnna = "/user.slice/user-1000.slice/session-3.scope", OfHerManager = "/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn.scope";
    private const string Nobody = "4294967295";
    private readonly TemporaryFolder _root = new();

    public SeatTests()
    {
        Directory.CreateDirectory(_root.File("run/systemd/sessions"));
        Directory.CreateDirectory(_root.File("proc/self"));
        Session("3", "1000");
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(true, OfAnna, "1000")]
    [InlineData(true, OfHerManager, "1000")]
    // Groups below a user's own manager have the names that the user gives them.
    [InlineData(false, "/user.slice/user-1001.slice/user@1001.service/app.slice/session-3.scope", "1001")]
    [InlineData(false, "/user.slice/user-1001.slice/session-3.scope", "1001")]
    // Somebody else's session, or nobody known.
    [InlineData(false, OfAnna, "1001")]
    [InlineData(false, OfAnna, Nobody)]
    [InlineData(false, OfAnna, "")]
    [InlineData(false, "/system.slice/apache2.service", Nobody)]
    [InlineData(false, "/system.slice/apache2.service", "33")]
    public void IsHere_Sudo_AsItsSessionAndLoginSay(bool expected, string group, string login) => Assert.Equal(expected, IsHere(group, login, "sudo", "pts/0"));

    [Theory]
    [InlineData(true, "login", "tty1")]
    [InlineData(true, "login", "/dev/tty12")]
    [InlineData(true, "gdm-password", ":0")]
    [InlineData(false, "login", "pts/3")]
    [InlineData(false, "login", "ttyS0")]
    [InlineData(false, "login", null)]
    [InlineData(false, "gdm-password", "localhost:10")]
    [InlineData(false, "polkit-1", "tty1")]
    [InlineData(false, "openvpn-of-somebody", "tty1")]
    [InlineData(false, "su", "tty1")]
    public void IsHere_NobodyLoggedInYet_GreetersAtTheMachineOnly(bool expected, string service, string? terminal) => Assert.Equal(expected, IsHere("/system.slice/a.service", Nobody, service, terminal));

    [Fact]
    public void IsHere_TheUserIsLoggedInFromElsewhereToo_OnlyWithinTheSessionHere()
    {
        Session("7", "1000", isRemote: true);

        Assert.False(IsHere(OfHerManager, "1000", "sudo", "pts/0"));
        Assert.False(IsHere("/user.slice/user-1000.slice/session-7.scope", "1000", "sudo", "pts/0"));
        Assert.True(IsHere(OfAnna, "1000", "sudo", "pts/0"));
    }

    [Theory]
    [InlineData("1:name=systemd:" + OfAnna + "\n0::/\n", true)]
    [InlineData("4:memory:" + OfAnna + "\n0::/\n", false)]
    public void IsHere_OlderGroups_AsSystemdsOwnSay(string groups, bool expected)
    {
        Session("7", "1000", isRemote: true);
        File.WriteAllText(_root.File("proc/self/cgroup"), groups);
        File.WriteAllText(_root.File("proc/self/loginuid"), "1000");

        Assert.Equal(expected, new Seat(_root.Path).IsHere("sudo", "pts/0", null));
    }

    [Fact]
    public void IsHere_FromAnotherMachineOrWithoutLogind_IsNo()
    {
        Assert.True(IsHere(OfAnna, "1000", "sudo", null));
        Assert.False(new Seat(_root.Path).IsHere("sudo", null, "192.0.2.1"));
        Assert.False(new Seat(_root.Path).IsHere("sudo", "ssh", null));
        Directory.Delete(_root.File("run/systemd/sessions"), recursive: true);
        Assert.False(new Seat(_root.Path).IsHere("sudo", null, null));
    }

    private bool IsHere(string group, string login, string service, string? terminal)
    {
        File.WriteAllText(_root.File("proc/self/cgroup"), $"0::{group}\n");
        File.WriteAllText(_root.File("proc/self/loginuid"), login);
        return new Seat(_root.Path).IsHere(service, terminal, null);
    }

    private void Session(string id, string user, bool isRemote = false) =>
        File.WriteAllText(_root.File($"run/systemd/sessions/{id}"), $"UID={user}\nACTIVE=1\nREMOTE={(isRemote ? "1\n" : "0\nSEAT=seat0\n")}");
}
