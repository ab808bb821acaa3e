using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Semblance.Server.Pages;

/// <summary>The page's files. Each has an address of its own, so that no other file can be asked for.</summary>
internal static class PageEndpoints
{
    // One page with several addresses, all at the first level: its script shows what belongs to each.
    private static readonly string[] s_pages = ["/", "/enrol", "/people", "/settings", "/activity", "/attendance", "/embed"];

    public static void MapPages(this IEndpointRouteBuilder routes, PageFiles files)
    {
        foreach (string page in s_pages)
            Map(routes, page, files.All[PageFiles.Index]);
        foreach (var (path, file) in files.All)
            Map(routes, $"/{path}", file);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, PageFile file) => routes
        .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
        {
            // Asked for each time, and answered with 304 while it is the same: an update of the program reaches browsers at once.
            context.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(file.Bytes, file.ContentType, entityTag: file.Tag);
        })
        .AllowAnonymous().ExcludeFromDescription();
}
