using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Semblance.Server.OpenApi;

namespace Semblance.Server.Throttling;

/// <summary>
/// How large bodies may be: small, except where an endpoint takes files, and there only after the caller was let in. So whoever has no key makes the
/// service hold no more than a few kilobytes.
/// </summary>
internal static class BodyLimits
{
    /// <summary>The largest body, in bytes, of endpoints that take no files.</summary>
    public const int WithoutFiles = 64 << 10;

    /// <summary>Raises the limit for endpoints that take files and name no limit of their own.</summary>
    /// <param name="app">The service; callers were let in or refused before.</param>
    public static IApplicationBuilder UseBodyLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallerLimits>();
        return app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<FormDescription>() is not null && metadata.GetMetadata<IRequestSizeLimitMetadata>() is null
                && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = limits.BodyBytes;
            }
            return next(context);
        });
    }
}
