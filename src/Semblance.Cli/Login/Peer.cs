using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Semblance.Cli.Login;

/// <summary>Who is at the other end of a local socket, as the kernel says: SO_PEERCRED.</summary>
/// <param name="Process">The process that connected.</param>
/// <param name="User">The user it ran as.</param>
internal readonly record struct Peer(int Process, uint User)
{
    private const int SocketLevel = 1, PeerCredentials = 17;

    /// <summary>Whether it is root, who may ask for anybody.</summary>
    public bool IsRoot => User == 0;

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">It does not say.</exception>
    public static Peer Of(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != credentials.Length)
            throw new SocketException((int)SocketError.SocketError);
        return new Peer(MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]));
    }
}
