using System.Globalization;
using System.Net.Sockets;

namespace Semblance.Cli.Login;

/// <summary>The socket that the daemon listens on: systemd's, or one of its own.</summary>
internal static class Listening
{
    private const int FirstGiven = 3, Backlog = 32;

    /// <summary>The socket that systemd gave this process (LISTEN_FDS); null where it gave none.</summary>
    public static Socket? FromSystemd() =>
        Number("LISTEN_PID") == Environment.ProcessId && Number("LISTEN_FDS") == 1 ? new Socket(new SafeSocketHandle(FirstGiven, ownsHandle: true)) : null;

    /// <summary>Listens at a path. What an earlier daemon left there is removed; everybody may connect, and who it is the kernel says.</summary>
    /// <exception cref="SocketException">Somebody listens there, or it may not be made.</exception>
    public static Socket At(string path)
    {
        if (File.Exists(path))
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                probe.Connect(new UnixDomainSocketEndPoint(path));
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                File.Delete(path);
            }
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
