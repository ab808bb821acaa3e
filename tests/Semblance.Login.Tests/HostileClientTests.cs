using System.Diagnostics;
using System.Net.Sockets;
using Semblance.Cli.Login;

namespace Semblance.Login.Tests;

/// <summary>Clients that ask for others, talk nonsense, too long, too slowly, or too many at once: each loses its connection, and the next login works.</summary>
public sealed class HostileClientTests(LoginFixture fixture) : IClassFixture<LoginFixture>
{
    private static readonly byte[] s_question = LoginFrame.Write(LoginMessage.Ask, LoginFrame.Question("semblance-test", LoginFixture.User));

    [Fact]
    public async Task User_AsksForAnother_IsRefusedAndMayAskForThemselves()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);

        Assert.Equal((LoginMessage.NotAsked, "Only root may ask for another user."), await Asking.AsUser(daemon.Socket, 65534, "semblance-test", LoginFixture.Other));
        Assert.Equal((LoginMessage.NotAsked, "Only root may ask for another user."), await Asking.AsUser(daemon.Socket, 65534, "semblance-test", "nobody-at-all"));
        Assert.Equal(0, daemon.CameraOpened);
        Assert.Equal((LoginMessage.No, "No face was seen."), await Asking.AsUser(daemon.Socket, 65534, "semblance-test", LoginFixture.User));
    }

    public static TheoryData<string> Nonsense => new(
        "GET / HTTP/1.1\r\n\r\n", "\u0001\u0001\u0004abcd", "\u0001\u0012\0", "\u0001\u0001\0", "\u0002\u0001\u0003a\nb", "\u0001\u0001\u0006a\nb\nc\n", "\u0001\u0001\u000e../../x\nnobody", "\u0001\u0001\u0009sudo\n-rm\n", "\u0001\u00ff\u0001x");

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Client_Nonsense_LosesItsConnectionWithoutAnAnswer(string text)
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);

        Assert.Empty(await Asking.Send(daemon.Socket, 65534, System.Text.Encoding.Latin1.GetBytes(text)));

        Assert.Equal(LoginMessage.No, (await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User)).Kind);
    }

    [Fact]
    public async Task Client_SaysNothing_IsDroppedAfterSeconds()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        using var silent = Asking.Connect(daemon.Socket);
        silent.Send([LoginFrame.Version]);
        long began = Stopwatch.GetTimestamp();

        Assert.Equal(0, await silent.ReceiveAsync(new byte[1]));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Client_ClosesOrTalksWhileItIsLookedAt_ClosesTheCamera()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.NobodyForever, new LoginSettings { Seconds = 30 });
        foreach (bool talks in (bool[])[true, false])
        {
            int opened = daemon.CameraOpened;
            using var client = Asking.Connect(daemon.Socket);
            client.Send(talks ? s_question : LoginFrame.Write(LoginMessage.Ask, LoginFrame.Question("semblance-test", LoginFixture.Other)));
            Assert.True(SpinWait.SpinUntil(() => daemon.CameraOpened > opened, TimeSpan.FromMinutes(1)));
            if (talks)
                client.Send(s_question);
            else
                client.Dispose();
        }

        // The camera is free again long before its time is over.
        long began = Stopwatch.GetTimestamp();
        using var next = Asking.Connect(daemon.Socket);
        next.Send(s_question);
        Assert.True(SpinWait.SpinUntil(() => daemon.CameraOpened == 3, TimeSpan.FromMinutes(1)));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Users_ManyConnectionsAtOnce_AreRefusedAndRootIsStillAnswered()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        const string Flood = "use IO::Socket::UNIX; my @s; for (1..40) { push @s, IO::Socket::UNIX->new(Peer => $ARGV[0]) } print 'ready'; close STDOUT; sleep 30";
        using var flood = Process.Start(new ProcessStartInfo("setpriv", ["--reuid", "65534", "--clear-groups", "perl", "-e", Flood, daemon.Socket]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", await flood.StandardOutput.ReadToEndAsync());

        var root = await Asking.AsRoot(daemon.Socket, "semblance-test", LoginFixture.User);
        flood.Kill();

        Assert.Equal(LoginMessage.No, root.Kind);
        lock (daemon.Log)
            Assert.Contains(daemon.Log, line => line.Contains("Too many connections"));
    }

    [Fact]
    public async Task Programs_HoldTheirQuestionsOpen_KeepNobodyElseOut()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        var held = new List<Socket>();
        for (int i = 0; i < LoginGate.PerTarget; i++)
        {
            held.Add(Asking.Connect(daemon.Socket));
            held[^1].Send(LoginFrame.Write(LoginMessage.Ask, LoginFrame.Question("sudo", LoginFixture.User)));
            // It waits for the key.
            Assert.True(await held[^1].ReceiveAsync(new byte[LoginFrame.Most]) > 0);
        }

        Assert.Equal((LoginMessage.NotAsked, "Too many questions at once."), await Asking.AsRoot(daemon.Socket, "sudo", LoginFixture.User));
        Assert.Equal(LoginMessage.No, (await Asking.AsRoot(daemon.Socket, "sudo", LoginFixture.Other)).Kind);
        held.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData("xrdp-sesman")]
    [InlineData("sshd")]
    [InlineData("cups")]
    public async Task Question_OfAServiceFromAfar_OpensNoCamera(string service)
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);

        Assert.Equal((LoginMessage.NotAsked, ""), await Asking.AsRoot(daemon.Socket, service, LoginFixture.User));

        Assert.Equal(0, daemon.CameraOpened);
    }

    [Fact]
    public async Task User_AsksTooOften_IsToldToWait()
    {
        fixture.Require();
        await using var daemon = await RunningDaemon.StartAsync(fixture, Cameras.Nobody);
        var answers = new List<string>();
        for (int i = 0; i <= LoginGate.QuestionsPerUser; i++)
            answers.Add((await Asking.AsUser(daemon.Socket, 5, "semblance-test", LoginFixture.Other)).Text);

        Assert.All(answers[..^1], answer => Assert.Equal("No face was seen.", answer));
        Assert.Equal("Too many questions: wait a minute.", answers[^1]);
    }
}
