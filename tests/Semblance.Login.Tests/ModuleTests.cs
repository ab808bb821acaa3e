using Semblance.Cli.Login;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>The module in PAM: pamtester, su and sudo, with clips before the daemon's camera.</summary>
public sealed class ModuleTests(LoginFixture fixture) : IClassFixture<LoginFixture>
{
    private const string Failed = "pamtester: Authentication failure";

    [Fact]
    public async Task Authenticate_TheUserBeforeTheCamera_Succeeds()
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, LoginFixture.Live);
        pam.Write("semblance-test", daemon.Socket);

        var ended = pam.Authenticate("semblance-test");

        Assert.Contains("Look at the camera.", ended.Said);
        Assert.Contains("successfully authenticated", ended.Said);
        Assert.Equal((0, 1), (ended.Code, daemon.CameraOpened));
        var entry = Assert.Single((await daemon.Store.Audit.ListAsync(new(Limit: 1))).Entries);
        Assert.Equal(("login.answered", "Match"), (entry.Event.Action, entry.Event.Outcome));
    }

    [Theory]
    [InlineData("person-b")]
    [InlineData("turning-screen-replay")]
    public async Task Authenticate_AnotherOrAScreen_GoesOnToThePassword(string clip)
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, TestData.Require($"videos/{clip}.mp4"));
        pam.Write("semblance-test", daemon.Socket);
        pam.Write("semblance-next", daemon.Socket, "pam_permit.so");

        var alone = pam.Authenticate("semblance-test");
        var next = pam.Authenticate("semblance-next");

        Assert.Contains("Not recognised.", alone.Said);
        Assert.Contains(Failed, alone.Said);
        Assert.Contains("successfully authenticated", next.Said);
    }

    [Fact]
    public async Task Authenticate_NobodyThereNoCameraOrNotEnrolled_GoesOnAndSaysWhy()
    {
        using var pam = new PamStack(fixture);
        await using var empty = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        await using var broken = await RunningDaemon.StartAsync(fixture, "/nowhere.mp4");
        pam.Write("empty", empty.Socket, "pam_permit.so");
        pam.Write("broken", broken.Socket, "pam_permit.so");

        var nobody = pam.Authenticate("empty");
        var noCamera = pam.Authenticate("broken");
        var notEnrolled = pam.Authenticate("empty", "daemon");

        Assert.Contains("No face was seen.", nobody.Said);
        Assert.Contains("The camera cannot be used.", noCamera.Said);
        Assert.Equal("pamtester: successfully authenticated", notEnrolled.Said.Trim());
        Assert.All([nobody, noCamera, notEnrolled], ended => Assert.Equal(0, ended.Code));
    }

    [Fact]
    public async Task Authenticate_AtTheMachineAsLogindSays_AsksForTheFace()
    {
        Assert.SkipUnless(File.ReadAllText("/proc/self/loginuid").Trim() == "4294967295" && Environment.GetEnvironmentVariable("SSH_CONNECTION") is null, "These tests were started from a login, which may be a remote one.");
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        pam.Write("semblance-test", daemon.Socket, arguments: "timeout=60");
        pam.Write("login", daemon.Socket, arguments: "timeout=60");

        // Nobody has logged in: so it is a greeter at a terminal of this machine, or nobody.
        pam.Authenticate("semblance-test", options: "-I tty=tty1");
        pam.Authenticate("login", options: "-I tty=pts/1");
        Assert.Equal(0, daemon.CameraOpened);
        pam.Authenticate("login", options: "-I tty=tty1 -I rhost=localhost");

        Assert.Equal(1, daemon.CameraOpened);
    }

    [Theory]
    [InlineData("", "", "timeout=20 seat=local", "-I rhost=192.0.2.1")]
    [InlineData("", "SSH_CONNECTION='192.0.2.1 5 192.0.2.2 22'", "timeout=20 seat=local", "")]
    [InlineData("is not one of timeout=1..60", "", "timeout=99 seat=any", "")]
    [InlineData("is not one of timeout=1..60", "", "seat=any retry=3", "")]
    public async Task Authenticate_FromElsewhereOrWrongArguments_AsksNobodyAndGoesOn(string said, string environment, string arguments, string options)
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, LoginFixture.Live);
        pam.Write("login", daemon.Socket, "pam_permit.so", arguments);

        var ended = pam.Authenticate("login", options: $"-I tty=tty1 {options}", before: environment.Length > 0 ? $"env {environment}" : "");

        Assert.Equal((0, 0), (ended.Code, daemon.CameraOpened));
        Assert.Contains(said, ended.Said);
        Assert.DoesNotContain("Look at the camera", ended.Said);
    }

    [Fact]
    public void Authenticate_NoDaemon_GoesOnSilently()
    {
        using var pam = new PamStack(fixture);
        pam.Write("semblance-test", "/nowhere/socket", "pam_permit.so");

        var ended = pam.Authenticate("semblance-test");

        Assert.Equal((0, "pamtester: successfully authenticated"), (ended.Code, ended.Said.Trim()));
    }

    [Fact]
    public async Task Sudo_AsksForAKeyFirst_AndTheFaceOpens()
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, LoginFixture.Live);
        pam.Write("sudo", daemon.Socket);
        pam.AllowSudo(LoginFixture.User);
        const string Line = "setpriv --reuid 65534 --regid 65534 --clear-groups sudo -k -S id -u";

        var declined = pam.Run(Line, "n\n");
        Assert.Equal((1, 0), (declined.Code, daemon.CameraOpened));
        var agreed = pam.Run(Line, "\n");

        Assert.Contains("Press Enter and look at the camera", agreed.Said);
        Assert.True(agreed.Code == 0, agreed.Said);
        Assert.StartsWith("0\n", agreed.Said);
        Assert.Equal(1, daemon.CameraOpened);
    }

    [Fact]
    public async Task Su_TheUserBeforeTheCamera_OpensForThemselvesAndForNobodyElse()
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, LoginFixture.Live, new LoginSettings { Consent = new Dictionary<string, LoginConsent> { ["su"] = LoginConsent.None } });
        pam.Write("su", daemon.Socket);

        var another = pam.Run($"setpriv --reuid 5 --regid 5 --clear-groups su {LoginFixture.User}");
        Assert.Contains("Authentication failure", another.Said);
        Assert.Equal(0, daemon.CameraOpened);
        var own = pam.Run($"setpriv --reuid 65534 --regid 65534 --clear-groups su {LoginFixture.User}");

        // nobody's shell says so and ends, once su lets them in.
        Assert.Contains("This account is currently not available", own.Said);
        Assert.Equal(1, daemon.CameraOpened);
    }

    [Fact]
    public async Task Authenticate_AnotherUserAsks_AsksNobodyAndGoesOn()
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, LoginFixture.Live);
        pam.Write("semblance-test", daemon.Socket);

        var another = pam.Authenticate("semblance-test", options: $"-I ruser={LoginFixture.Other}");
        Assert.Equal((1, 0), (another.Code, daemon.CameraOpened));
        var own = pam.Authenticate("semblance-test", options: $"-I ruser={LoginFixture.User}");

        Assert.Equal((0, 1), (own.Code, daemon.CameraOpened));
    }

    [Theory]
    [InlineData("env DOTNET_GCHeapHardLimit=1 DOTNET_GCgen0size=1")]
    [InlineData("env DOTNET_GCName=x.so DOTNET_GCPath=/nowhere/x.so")]
    [InlineData("env DOTNET_DbgEnableMiniDump=1 DOTNET_DbgMiniDumpName=/tmp/dump DOTNET_gcServer=1 DOTNET_gcConservative=1")]
    [InlineData("prlimit --as=300000000")]
    public async Task Su_HostileEnvironment_ReachesNotTheModule(string before)
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody, new LoginSettings { Consent = new Dictionary<string, LoginConsent> { ["su"] = LoginConsent.None } });
        pam.Write("su", daemon.Socket, "pam_permit.so");

        var ended = pam.Run($"{before} setpriv --reuid 65534 --regid 65534 --clear-groups su {LoginFixture.User}");

        Assert.Contains("No face was seen.", ended.Said);
        Assert.Contains("This account is currently not available", ended.Said);
    }

    [Fact]
    public async Task Authenticate_ConsentByHeadTurns_TellsWhatToDoAndIsNoYesWithoutThem()
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, LoginFixture.Live, new LoginSettings { Consent = new Dictionary<string, LoginConsent> { ["semblance-head"] = LoginConsent.Head } });
        pam.Write("semblance-head", daemon.Socket);

        // The man of the clip turns when he likes, not when he is asked to.
        var ended = pam.Authenticate("semblance-head");

        Assert.Contains(Failed, ended.Said);
        Assert.Matches("Turn your head|Raise your chin|Lower your chin|Look straight", ended.Said);
    }

    [Theory]
    [InlineData(true, "syswrite $c, \"\\1\\22\\0\"; sleep 5")]
    [InlineData(false, "syswrite $c, \"\\1\\22\\0\"; sleep 5")]
    [InlineData(true, "sleep 20")]
    [InlineData(true, "syswrite $c, \"\\1\\20\\xff\" . \"x\" x 500; sleep 5")]
    [InlineData(true, "syswrite $c, \"HTTP/1.1 200 OK\\r\\n\"; sleep 5")]
    [InlineData(true, "while (1) { syswrite $c, \"\\1\\20\\1x\" or exit }")]
    public void Authenticate_DaemonOfSomebodyElseOrABadOne_IsNotBelievedAndDoesNotHang(bool isRoots, string answer)
    {
        using var pam = new PamStack(fixture);
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        string socket = folder.File("socket");
        string listen = $"use IO::Socket::UNIX; $SIG{{PIPE}} = 'IGNORE'; my $s = IO::Socket::UNIX->new(Local => '{socket}', Listen => 5); my $c = $s->accept; sysread $c, my $b, 300; {answer}";
        using var impostor = System.Diagnostics.Process.Start("setpriv", isRoots ? ["--reuid", "0", "perl", "-e", listen] : ["--reuid", "65534", "--clear-groups", "perl", "-e", listen]);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(socket), TimeSpan.FromSeconds(30)));
        pam.Write("semblance-test", socket, arguments: "timeout=2 seat=any");

        var began = DateTime.UtcNow;
        var ended = pam.Authenticate("semblance-test");
        impostor.Kill();

        bool isBelieved = isRoots && answer.Contains("\\22");
        Assert.Equal(isBelieved ? 0 : 1, ended.Code);
        Assert.True(DateTime.UtcNow - began < TimeSpan.FromSeconds(15), "It hung.");
    }
}
