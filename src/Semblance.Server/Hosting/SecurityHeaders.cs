using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Semblance.Server.Pages;

namespace Semblance.Server.Hosting;

/// <summary>The headers that bind what browsers do with answers: no scripts but the service's own, no frames but those that a setting allows, no other origins, the camera for its own pages only.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; media-src 'self' blob:; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ";

    private const string EmbeddedPage = "/embed";
    private const string EmbeddedScript = "/semblance.js";

    // The reference's page sets styles from its script, and brings its typeface as data.
    private const string ReferencePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, EmbeddingOptions embedding) => app.Use((context, next) =>
    {
        // At the last moment, so that errors have them too.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/scalar") ? ReferencePolicy : Policy + AncestorsOf(context.Request.Path, embedding);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = context.Request.Path == EmbeddedScript ? "cross-origin" : "same-origin";
            if (context.Request.Path == EmbeddedScript)
                AllowScript(context, embedding);
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static string AncestorsOf(PathString path, EmbeddingOptions embedding) => path == EmbeddedPage && embedding.Allowed is { Count: > 0 } allowed ? string.Join(' ', allowed) : "'none'";

    // Pages that load it as a module ask whether they may read it.
    private static void AllowScript(HttpContext context, EmbeddingOptions embedding)
    {
        context.Response.Headers.Vary = "Origin";
        if (context.Request.Headers.Origin is [{ } origin] && embedding.Allowed.Contains(origin, StringComparer.OrdinalIgnoreCase))
            context.Response.Headers.AccessControlAllowOrigin = origin;
    }
}
