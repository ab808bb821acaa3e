using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;
using Semblance.Server.Access;
using Semblance.Server.Hosting;
using Semblance.Server.Problems;

namespace Semblance.Server.Metrics;

/// <summary>Measurements for Prometheus: those of the service and of ASP.NET Core, all from .NET meters.</summary>
internal static class MetricsEndpoints
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMeasurements(this IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", Collect).AllowAnonymous().WithTags("Health").WithSummary("Measurements for Prometheus")
        .WithDescription("For administrators, for requests from this machine, and, with the setting Metrics:Public, for anybody.").ExcludeFromDescription();

    private static async Task Collect(HttpContext context, ServerOptions options, CancellationToken cancellation)
    {
        bool isLocal = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && ServerSettings.Split(options.ForwardedHeaders.KnownProxies).Length == 0;
        if (!options.Metrics.Public && !isLocal && context.FindCaller() is not { IsAdmin: true })
            throw (context.FindCaller() is null ? Problem.NotAuthenticated : Problem.NotAllowed).With("Measurements need an admin key.");
        context.Response.ContentType = ContentType;
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(context.Response.Body, cancellation);
    }
}
