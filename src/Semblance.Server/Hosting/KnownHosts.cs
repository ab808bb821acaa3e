using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Semblance.Server.Problems;

namespace Semblance.Server.Hosting;

/// <summary>Refuses requests that name a host the service is not known by: a page of another site that had its name point here (DNS rebinding).</summary>
internal static class KnownHosts
{
    public static IApplicationBuilder UseKnownHosts(this IApplicationBuilder app, IReadOnlyList<string> hosts)
    {
        var allowed = hosts.Select(host => new StringSegment(host)).ToList();
        return app.Use((context, next) => context.Request.Host.HasValue && HostString.MatchesAny(context.Request.Host.Host, allowed)
            ? next(context)
            : throw Problem.UnknownHost.With("An administrator can add the host's name to the setting Semblance:AllowedHosts."));
    }
}
