using System.Diagnostics;
using Semblance.Cli.Login;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>The daemon by itself: many logins, its death, failures, time, and whose question comes first.</summary>
public sealed class DaemonTests(LoginFixture fixture) : IClassFixture<LoginFixture>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task HundredLogins_OneDaemon_LeaveNothingBehind()
    {
        fixture.Require();
        using var folder = new TemporaryFolder();
        await using (var store = await new LoginPlaces(fixture.Root).OpenAsync(default))
            await store.Attempts.ClearAllAsync();
        using var daemon = new DaemonProcess(fixture.Root, folder.File("socket"), Cameras.Nobody);
        async Task Ask(int times)
        {
            for (int i = 0; i < times; i++)
                Assert.Equal((LoginMessage.No, "No face was seen."), await Asking.AsRoot(folder.File("socket"), "semblance-test", LoginFixture.User));
        }
        await Ask(20);
        var (files, threads, memory) = (daemon.Files, daemon.Threads, daemon.Megabytes);

        await Ask(100);

        // A database connection more or less is no leak; one login, one descriptor would be.
        string[] more = [.. daemon.Files.CountBy(file => file).Select(kind => (kind.Key, More: kind.Value - files.Count(file => file == kind.Key))).Where(kind => kind.More > 0).Select(kind => $"{kind.Key}: {kind.More} more")];
        Assert.True(daemon.Files.Count <= files.Count + 6, string.Join("\n", more));
        Assert.InRange(daemon.Threads, 0, threads + 4);
        Assert.InRange(daemon.Megabytes, 0, memory + 40);
        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join("\n", more)}\nfiles {files.Count} -> {daemon.Files.Count}, threads {threads} -> {daemon.Threads}, memory {memory:0} -> {daemon.Megabytes:0} MB");
    }

    [Fact]
    public void Daemon_KilledInTheMidst_LetsThePasswordGoOn()
    {
        using var pam = new PamStack(fixture);
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        using var daemon = new DaemonProcess(fixture.Root, folder.File("socket"), Cameras.NobodyForever);
        pam.Write("semblance-test", folder.File("socket"), "pam_permit.so");
        long killed = 0;
        int open = daemon.Sockets;

        var ended = pam.Run($"pamtester semblance-test {LoginFixture.User} authenticate", meanwhile: () =>
        {
            Assert.True(SpinWait.SpinUntil(() => daemon.Sockets > open, s_patience), "Nobody asked the daemon.");
            daemon.Kill();
            killed = Stopwatch.GetTimestamp();
        });

        Assert.Equal(0, ended.Code);
        Assert.Contains("No answer from the face login.", ended.Said);
        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(10), "It waited for a daemon that was gone.");
    }

    [Fact]
    public async Task Failures_FiveInARow_LockTheFaceAndNotThePassword()
    {
        using var pam = new PamStack(fixture);
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Glance + TestData.Require("videos/person-b.mp4"));
        pam.Write("semblance-test", daemon.Socket, "pam_permit.so");
        for (int i = 0; i < 5; i++)
            Assert.Equal(LoginMessage.No, (await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User)).Kind);

        var locked = pam.Authenticate("semblance-test");

        Assert.Contains("Too many failures", locked.Said);
        Assert.Equal((0, 5), (locked.Code, daemon.CameraOpened));
    }

    [Fact]
    public async Task Question_OfRoot_TakesTheCameraFromAUser()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.NobodyForever);
        var user = Asking.AsUser(daemon.Socket, 65534, "semblance-test", LoginFixture.User);
        Assert.True(SpinWait.SpinUntil(() => daemon.CameraOpened == 1, s_patience));

        var root = Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.Other);

        Assert.Equal((LoginMessage.NotAsked, "The camera is in use by another login."), await user);
        Assert.Equal((LoginMessage.No, "No face was seen."), await root);
    }

    [Fact]
    public async Task Daemon_NobodyAsksForAWhile_Ends()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody, new LoginSettings { WarmSeconds = 3 }, endsWhenIdle: true);
        await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User);
        Assert.False(daemon.Over.IsCompleted);

        await daemon.Over.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Camera_BreaksOffAfterSomebodyWasSeen_CountsAndIsNoted()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Unplugged + TestData.Require("videos/person-b.mp4"));

        var answer = await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User);

        Assert.Equal((LoginMessage.NotAsked, "The camera cannot be used."), answer);
        var entry = Assert.Single((await daemon.Store.Audit.ListAsync(new(Limit: 1))).Entries).Event;
        Assert.Equal(("login.answered", "The camera cannot be used."), (entry.Action, entry.Detail));
        Assert.Equal(1, (await daemon.Store.Attempts.ReadAsync($"person {entry.Person}")).Failures);
    }

    [Fact]
    public async Task Question_CameraThatAProgramMakes_OpensNoCamera()
    {
        fixture.Require();
        string cameras = Path.Combine(fixture.Root, "sys/class/video4linux"), device = Path.Combine(fixture.Root, "sys/devices/virtual/video4linux/video0");
        Directory.CreateDirectory(cameras);
        Directory.CreateDirectory(device);
        string link = Path.Combine(cameras, "video0");
        Directory.CreateSymbolicLink(link, "../../devices/virtual/video4linux/video0");
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        try
        {
            Assert.Equal((LoginMessage.NotAsked, "The camera is one that a program makes."), await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User));
        }
        finally
        {
            Directory.Delete(link);
        }
        Assert.Equal(0, daemon.CameraOpened);
    }

    [Fact]
    public async Task Question_LidClosed_OpensNoCamera()
    {
        fixture.Require();
        string lid = Path.Combine(fixture.Root, "proc/acpi/button/lid/LID0");
        Directory.CreateDirectory(lid);
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        try
        {
            File.WriteAllText(Path.Combine(lid, "state"), "state:      closed\n");
            Assert.Equal((LoginMessage.NotAsked, "The lid is closed."), await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User));
            File.WriteAllText(Path.Combine(lid, "state"), "state:      open\n");
            Assert.Equal(LoginMessage.No, (await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User)).Kind);
        }
        finally
        {
            Directory.Delete(lid, recursive: true);
        }
        Assert.Equal(1, daemon.CameraOpened);
    }

    [Fact]
    public async Task FirstAndLaterAnswers_OnOneCore_Times()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        var process = Process.GetCurrentProcess();
        async Task<TimeSpan> Cost()
        {
            var before = process.TotalProcessorTime;
            await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User);
            process.Refresh();
            return process.TotalProcessorTime - before;
        }

        var first = await Cost();
        var later = await Cost();

        TestContext.Current.TestOutputHelper?.WriteLine($"CPU: first {first.TotalMilliseconds:0} ms, later {later.TotalMilliseconds:0} ms");
        Assert.True(later < first, "Warm networks are no faster.");
        Assert.InRange(first, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
