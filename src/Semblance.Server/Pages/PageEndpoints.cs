using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Semblance.Server.Pages;

/// <summary>The page's files, which are part of the program. Each has an address of its own, so that no other file can be asked for.</summary>
internal static class PageEndpoints
{
    private const string Root = "wwwroot/";
    private const string Index = "index.html";

    // One page with several addresses: its script shows what belongs to each.
    private static readonly string[] s_pages = ["/", "/enrol", "/people", "/settings", "/activity"];

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var files = Files();
        foreach (string page in s_pages)
            Map(routes, page, files[Index]);
        foreach (var (path, file) in files)
            Map(routes, $"/{path}", file);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, PageFile file) => routes
        .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
        {
            // Asked for anew each time, and answered with 304 while it is the same: an update of the program reaches browsers at once.
            context.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(file.Bytes, file.ContentType, entityTag: file.Tag);
        })
        .AllowAnonymous().ExcludeFromDescription();

    private static Dictionary<string, PageFile> Files()
    {
        var assembly = typeof(PageEndpoints).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToDictionary(name => name[Root.Length..].Replace('\\', '/'), name => Read(assembly, name));
    }

    private static PageFile Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        string tag = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
        return new PageFile(bytes, ContentType(name), new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static string ContentType(string name)
    {
        if (!new FileExtensionContentTypeProvider().TryGetContentType(name, out string? type))
            throw new InvalidOperationException($"{name}: no content type is known for this ending.");
        return type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/manifest+json" ? $"{type}; charset=utf-8" : type;
    }

    private sealed record PageFile(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);
}
