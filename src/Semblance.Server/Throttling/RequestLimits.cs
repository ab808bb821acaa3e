using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Semblance.Server.Access;
using Semblance.Server.Problems;

namespace Semblance.Server.Throttling;

/// <summary>
/// How much one address and one key may ask for: a bucket of tokens each, filled evenly over the minute, and for a key also how many requests at once. An address is
/// counted before anybody looks at its key, so that guessing costs the guesser only. What kiosks send to see whether somebody is there has a bucket for each kiosk instead: several of them behind
/// one address would use up that of the address, and with it that of the people who sign in there.
/// </summary>
internal static class RequestLimits
{
    // The page sends at most 150.
    private const int PresencesPerMinute = 300;

    private static readonly TimeSpan s_refill = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddThrottling(this IServiceCollection services, CallerLimits limits)
    {
        services.AddSingleton(limits);
        services.AddRateLimiter(_ => { });
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(limits.RequestSeconds), TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        return services;
    }

    public static IApplicationBuilder UseAddressLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallerLimits>();
        var devices = app.ApplicationServices.GetRequiredService<RegisteredDevices>();
        return app.UseRateLimiter(Options(PartitionedRateLimiter.Create<HttpContext, string>(
            context => context.Request.Path == RegisteredDevices.PresencePath && devices.KnownPlace(context) is { } device
                ? RateLimitPartition.GetTokenBucketLimiter(device, _ => PerMinute(PresencesPerMinute))
                : RateLimitPartition.GetTokenBucketLimiter(context.CallerNetwork(), _ => PerMinute(limits.RequestsPerMinutePerAddress)))));
    }

    public static IApplicationBuilder UseKeyLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallerLimits>();
        return app.UseRateLimiter(Options(PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => context.FindCaller() is { } caller
                ? RateLimitPartition.GetTokenBucketLimiter(caller.Partition, _ => PerMinute(limits.RequestsPerMinutePerKey))
                : RateLimitPartition.GetNoLimiter("nobody")),
            PartitionedRateLimiter.Create<HttpContext, string>(context => context.FindCaller() is { } caller && !RunsLong(context)
                ? RateLimitPartition.GetConcurrencyLimiter(caller.Partition, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.RequestsAtOncePerKey })
                : RateLimitPartition.GetNoLimiter("nobody")))));
    }

    // The sockets of sessions have a limit of their own.
    private static bool RunsLong(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is not null;

    private static TokenBucketRateLimiterOptions PerMinute(int requests) => new()
    {
        TokenLimit = requests, TokensPerPeriod = Math.Max(1, requests / 60), ReplenishmentPeriod = requests < 60 ? TimeSpan.FromMinutes(1) / requests : s_refill,
    };

    private static RateLimiterOptions Options(PartitionedRateLimiter<HttpContext> limiter) => new()
    {
        GlobalLimiter = limiter,
        OnRejected = (rejected, _) => new ValueTask(ProblemWriter.WriteAsync(rejected.HttpContext, Problem.TooManyRequests.With(
            "This address or key asks for more than it may: wait, then go on more slowly.",
            rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_soon))),
    };
}
