using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
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

    /// <summary>Raises the limit for endpoints that take files.</summary>
    /// <param name="app">The service; callers were let in or refused before.</param>
    /// <param name="withFiles">The largest body, in bytes, of endpoints that take files and name no limit of their own.</param>
    public static IApplicationBuilder UseBodyLimits(this IApplicationBuilder app, int withFiles) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<FormDescription>() is not null && metadata.GetMetadata<IRequestSizeLimitMetadata>() is null
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = withFiles;
        }
        return next(context);
    });
}
