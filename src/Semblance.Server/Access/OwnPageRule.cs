using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Semblance.Server.Problems;

namespace Semblance.Server.Access;

/// <summary>
/// Keeps other people's pages from using a browser's session: what changes anything and carries no key in its headers must come from a page of
/// the service itself, and say so.
/// </summary>
internal static class OwnPageRule
{
    /// <summary>The header that pages of the service send; a page of another origin would have to ask the browser first, and is refused.</summary>
    public const string Header = "X-Semblance";

    public static IApplicationBuilder UseOwnPageRule(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (IsRead(context.Request.Method) || context.Request.Headers.Authorization.Count > 0)
            return next(context);
        if (!IsOwnOrigin(context.Request))
            throw Problem.BadOrigin.With("Pages of other origins may not do that.");
        if (context.Features.Get<CallerFeature>() is { IsPage: true, Caller.KeyId: not null } && context.Request.Headers[Header] != "1")
            throw Problem.BadOrigin.With($"Requests of a page need the header {Header}: 1.");
        return next(context);
    });

    /// <summary>Whether the request comes from no page, or from one of the service itself.</summary>
    public static bool IsOwnOrigin(HttpRequest request) => request.Headers.Origin is not [{ Length: > 0 } origin]
        ? request.Headers.Origin.Count == 0 && request.Headers["Sec-Fetch-Site"] != "cross-site"
        : origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
