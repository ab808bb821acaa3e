using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Semblance.Server.OpenApi;

/// <summary>The service's description: an OpenAPI document, and a page to read it. The page asks nobody but the service for anything.</summary>
internal static class DescriptionEndpoints
{
    private const string Document = "v1";

    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi(Document, openApi =>
    {
        openApi.AddDocumentTransformer<DocumentWords>();
        openApi.AddOperationTransformer<OperationDetails>();
    });

    public static void MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapGet("/scalar", () => Results.Content(ReferencePage, "text/html; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/scalar/scalar.js", (HttpContext context) => Script(context)).AllowAnonymous().ExcludeFromDescription();
    }

    // A page of our own around the bundle of the package, which puts a script into the page where ours allows none.
    private const string ReferencePage =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Semblance API</title></head>
        <body>
        <script id="api-reference" data-url="openapi/v1.json" data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"agent":{"disabled":true},"mcp":{"disabled":true},"showDeveloperTools":"never"}'></script>
        <script src="scalar/scalar.js"></script>
        </body>
        </html>
        """;

    // The package holds it compressed, as browsers take it.
    private static IResult Script(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, max-age=3600";
        context.Response.Headers.Vary = "Accept-Encoding";
        bool takesGzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (takesGzip)
            context.Response.Headers.ContentEncoding = "gzip";
        return Results.Stream(takesGzip ? Bundle() : new GZipStream(Bundle(), CompressionMode.Decompress), "text/javascript; charset=utf-8");
    }

    private static Stream Bundle()
    {
        var assembly = typeof(ScalarOptions).Assembly;
        return assembly.GetManifestResourceNames().FirstOrDefault(name => name.EndsWith("StaticAssets.scalar.js", StringComparison.Ordinal)) is { } name
            ? assembly.GetManifestResourceStream(name)!
            : throw new InvalidOperationException("The package Scalar.AspNetCore holds no scalar.js.");
    }
}
