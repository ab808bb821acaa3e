using System.Diagnostics;
using System.Net.Sockets;
using Semblance.Cli.Login;

namespace Semblance.Login.Tests;

/// <summary>Asks a daemon without PAM: as root from this process, as another user from one of that user's.</summary>
internal static class Asking
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>A program of perl that connects as a user, sends bytes and prints all that comes back in hexadecimal digits.</summary>
    private const string Client = "use IO::Socket::UNIX; $SIG{PIPE} = 'IGNORE'; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die; syswrite $s, pack('H*', $ARGV[1]); while (sysread $s, my $b, 300) { print unpack('H*', $b) }";

    public static async Task<(LoginMessage Kind, string Text)> AsRoot(string socket, string service, string user)
    {
        using var client = LoginClient.Connect(socket);
        await client.SendAsync(LoginMessage.Ask, LoginFrame.Question(service, user), default);
        while (true)
        {
            var (kind, text) = await client.ReceiveAsync(s_patience, default);
            if (kind is LoginMessage.Consent)
                await client.SendAsync(LoginMessage.Agreed, "", default);
            else if (kind != LoginMessage.Say)
                return (kind, text);
        }
    }

    /// <summary>The last message that a user gets who asks.</summary>
    public static async Task<(LoginMessage Kind, string Text)> AsUser(string socket, uint user, string service, string name)
    {
        byte[] said = await Send(socket, user, LoginFrame.Write(LoginMessage.Ask, LoginFrame.Question(service, name)));
        for (int i = 0; ; i += LoginFrame.Header + said[i + 2])
        {
            if (i + LoginFrame.Header + said[i + 2] >= said.Length)
                return ((LoginMessage)said[i + 1], LoginFrame.Printable(said.AsSpan(i + LoginFrame.Header)));
        }
    }

    /// <summary>All that a user gets who sends these bytes.</summary>
    public static async Task<byte[]> Send(string socket, uint user, byte[] bytes)
    {
        using var client = Process.Start(new ProcessStartInfo("setpriv", ["--reuid", $"{user}", "--clear-groups", "perl", "-e", Client, socket, Convert.ToHexString(bytes)]) { RedirectStandardOutput = true })!;
        string said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return Convert.FromHexString(said);
    }

    /// <summary>Connects as root, which the caller disposes.</summary>
    public static Socket Connect(string socket)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(socket));
        return client;
    }
}
