using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prometheus;
using Semblance.Server.Access;
using Semblance.Server.Decisions;
using Semblance.Server.Problems;

namespace Semblance.Server.Metrics;

/// <summary>Measurements for Prometheus: those of the service and of ASP.NET Core, all from .NET meters.</summary>
internal static class MetricsEndpoints
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // .NET's own are those of the runtime: CPU, memory, collections.
    private static readonly string[] s_meters = [ServiceMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime"];

    public static IServiceCollection AddMeasurements(this IServiceCollection services) => services.AddMetrics().AddSingleton<ServiceMeter>()
        .AddSingleton<IDecisionListener>(provider => provider.GetRequiredService<ServiceMeter>()).AddSingleton(Prometheus.Metrics.NewCustomRegistry());

    /// <summary>GET /metrics: for administrators, for this machine and, where the settings say so, for anybody.</summary>
    /// <param name="routes">The service.</param>
    /// <param name="options">Who else may read them.</param>
    /// <param name="isBehindProxy">Whether a proxy stands before the service: then what comes from this machine may be anybody's.</param>
    public static void MapMeasurements(this IEndpointRouteBuilder routes, MetricsOptions options, bool isBehindProxy)
    {
        // From the start, not from the first question on: what happened before would be missing.
        var services = routes.ServiceProvider;
        _ = services.GetRequiredService<ServiceMeter>();
        var registry = services.GetRequiredService<CollectorRegistry>();
        var listener = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = registry, MetricFactory = Prometheus.Metrics.WithCustomRegistry(registry),
            InstrumentFilterPredicate = instrument => s_meters.Contains(instrument.Meter.Name),
        });
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(listener.Dispose);
        routes.MapGet("/metrics", Collect).AllowAnonymous().ExcludeFromDescription();

        async Task Collect(HttpContext context, CancellationToken cancellation)
        {
            bool isLocal = !isBehindProxy && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
            if (!options.Public && !isLocal && context.FindCaller() is not { IsAdmin: true })
                throw (context.FindCaller() is null ? Problem.NotAuthenticated : Problem.NotAllowed).With("Measurements need an admin key.");
            context.Response.ContentType = ContentType;
            await registry.CollectAndExportAsTextAsync(context.Response.Body, cancellation);
        }
    }
}
