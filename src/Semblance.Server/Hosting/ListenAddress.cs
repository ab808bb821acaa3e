using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Semblance.Server.Hosting;

/// <summary>An address that the service listens on.</summary>
/// <param name="Url">As it was given.</param>
/// <param name="IsHttps">Whether it speaks TLS.</param>
/// <param name="Host">The host name or address; * or + for every address of the machine.</param>
/// <param name="Port">The port; 0: any that is free.</param>
internal sealed record ListenAddress(string Url, bool IsHttps, string Host, int Port)
{
    private static readonly string[] s_loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Host == "localhost" || IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);

    /// <summary>Whether every address of the machine reaches it.</summary>
    public bool IsAny => Host is "*" or "+" or "0.0.0.0" or "[::]";

    /// <summary>The address as a browser on this machine opens it.</summary>
    public string ToOpen => $"{(IsHttps ? "https" : "http")}://{(IsAny ? "localhost" : Host)}:{Port}";

    /// <summary>The addresses that the settings name. Plain http beyond this machine is refused unless it was allowed.</summary>
    /// <exception cref="SettingsException">An address is none, or may not be.</exception>
    public static IReadOnlyList<ListenAddress> Parse(ServerOptions options)
    {
        bool tls = options.Https.Enabled || options.Https.Certificate is not null;
        // Asked for https and nothing else: phones reach it, that is what it is for.
        string urls = tls && options.Urls == ServerOptions.DefaultUrls ? "https://*:5180" : options.Urls;
        var addresses = ServerSettings.Split(urls).Select(One).ToList();
        if (addresses.Count == 0)
            throw ServerSettings.Wrong("Urls", "name at least one address, such as http://localhost:5180.");
        foreach (var address in addresses)
        {
            if (address.IsHttps && !tls)
                throw ServerSettings.Wrong("Urls", $"{address.Url} needs a certificate: --https makes one, --certificate names one.");
            if (!address.IsHttps && !address.IsLoopback && !options.Https.AllowHttp)
            {
                throw ServerSettings.Wrong(
                    "Urls",
                    $"{address.Url} would carry faces and keys over the network in the clear, and browsers give a page no camera there. Use https (--https makes a certificate), or, behind a proxy that does TLS, --allow-http.");
            }
        }
        return addresses;
    }

    /// <summary>The host names that requests may name: those of this machine, as far as it is reached by them, and those that were set.</summary>
    public static IReadOnlyList<string> AllowedHosts(ServerOptions options)
    {
        var addresses = Parse(options);
        var hosts = new HashSet<string>(s_loopbackNames, StringComparer.OrdinalIgnoreCase);
        hosts.UnionWith(addresses.Where(address => !address.IsAny).Select(address => address.Host));
        if (addresses.Any(address => address.IsAny))
            hosts.UnionWith(NamesOfThisMachine());
        hosts.UnionWith(ServerSettings.Split(options.AllowedHosts));
        return [.. hosts];
    }

    /// <summary>The machine's name, with .local, and its addresses; IPv6 in brackets.</summary>
    public static IReadOnlyList<string> NamesOfThisMachine() =>
        [Environment.MachineName, $"{Environment.MachineName}.local", .. AddressesOfThisMachine().Select(address => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}")];

    /// <summary>The addresses of the machine's interfaces.</summary>
    public static IReadOnlyList<IPAddress> AddressesOfThisMachine() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(WithoutScope).Distinct()];

    private static IPAddress WithoutScope(UnicastIPAddressInformation address) => new(address.Address.GetAddressBytes());

    private static ListenAddress One(string url)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw ServerSettings.Wrong("Urls", $"\"{url}\" is no address, such as http://localhost:5180.");
        }
        if (parsed.IsUnixPipe || parsed.IsNamedPipe || parsed.PathBase.Length > 0 || parsed.Scheme.ToLowerInvariant() is not ("http" or "https"))
            throw ServerSettings.Wrong("Urls", $"\"{url}\": give http or https, a host and a port.");
        return new ListenAddress(url, parsed.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase), parsed.Host.ToLowerInvariant(), parsed.Port);
    }
}
