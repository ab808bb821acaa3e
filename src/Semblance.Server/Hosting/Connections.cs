using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Semblance.Server.Throttling;

namespace Semblance.Server.Hosting;

/// <summary>How connections are taken: addresses, TLS, what one of them may cost before anybody has looked at it, and whom to believe about where it comes from.</summary>
internal static class Connections
{
    /// <summary>Listens on the addresses of the settings.</summary>
    public static void Listen(this WebApplicationBuilder builder, ServerOptions options)
    {
        var addresses = ListenAddress.Parse(options);
        var certificate = ServiceCertificate.Load(options);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.Limits.Connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.Limits.Connections;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.WithoutFiles;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestLineSize = 4 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
            var share = new AddressConnections(options.Limits.ConnectionsPerAddress, KnownProxy(options));
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => share.ServeAsync(connection, next)));
            if (certificate is not null)
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        });
        builder.WebHost.UseUrls([.. addresses.Select(address => address.Url)]);
    }

    /// <summary>Takes the address of the client from the proxies that were named.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app, ServerOptions options)
    {
        if (Forwarded(options) is { } forwarded)
            app.UseForwardedHeaders(forwarded);
    }

    /// <summary>Lets addresses that the service gives begin with the path that it lies under, whether its proxy leaves that path in requests or takes it away.</summary>
    public static void UsePathBaseOf(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.PathBase == "")
            return;
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(options.PathBase, out var rest))
                context.Request.Path = rest.HasValue ? rest : new PathString("/");
            context.Request.PathBase = options.PathBase;
            return next(context);
        });
    }

    private static Func<IPAddress, bool> KnownProxy(ServerOptions options)
    {
        if (Forwarded(options) is not { } forwarded)
            return _ => false;
        return address =>
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return forwarded.KnownProxies.Contains(plain) || forwarded.KnownIPNetworks.Any(network => network.Contains(plain));
        };
    }

    // Nobody is believed but the proxies that were named; what they say of the host never counts.
    private static ForwardedHeadersOptions? Forwarded(ServerOptions options)
    {
        string[] proxies = ServerSettings.Split(options.ForwardedHeaders.KnownProxies);
        if (proxies.Length == 0)
            return null;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (string proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
        return forwarded;
    }
}
