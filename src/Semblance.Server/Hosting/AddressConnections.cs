using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Semblance.Server.Hosting;

/// <summary>
/// How many connections one network has open: beyond its share they are closed at once, so that nobody keeps all others out by opening connections and saying nothing. Proxies that were named
/// speak for many and have no share. Safe for several threads.
/// </summary>
internal sealed class AddressConnections(int most, Func<IPAddress, bool> isProxy)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = [];

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || isProxy(address))
        {
            await next(connection);
            return;
        }
        string network = NetworkOf(address);
        if (!TryEnter(network))
        {
            connection.Abort(new ConnectionAbortedException("One network has too many connections open."));
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(network);
        }
    }

    private bool TryEnter(string network)
    {
        lock (_lock)
        {
            int open = _open.GetValueOrDefault(network);
            if (open >= most)
                return false;
            _open[network] = open + 1;
            return true;
        }
    }

    private void Leave(string network)
    {
        lock (_lock)
        {
            if (_open[network] == 1)
                _open.Remove(network);
            else
                _open[network]--;
        }
    }

    // Whoever has one IPv6 address has 2^64 of them.
    private static string NetworkOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }
}
