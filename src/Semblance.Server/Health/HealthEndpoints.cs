using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Health;

/// <summary>How the service is.</summary>
/// <param name="Status">live or ready.</param>
internal sealed record HealthView(string Status);

/// <summary>Whether the service lives, and whether it can work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", () => TypedResults.Ok(new HealthView("live"))).WithSummary("Does the process answer?").Answers<HealthView>(200);
        health.MapGet("/ready", Ready).WithSummary("Can it work?").WithDescription("The networks run, the store answers, and the service is not about to stop.")
            .Answers<HealthView>(200, Problem.StoreUnavailable, Problem.Overloaded);
    }

    private static async Task<Ok<HealthView>> Ready(IStore store, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            throw Problem.Overloaded.With("The service is stopping.");
        await store.PingAsync(cancellation);
        return TypedResults.Ok(new HealthView("ready"));
    }
}
