using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Semblance.Server.Pages;

/// <summary>The page's files, which are part of the program. Safe for several threads.</summary>
internal sealed class PageFiles
{
    /// <summary>The page itself.</summary>
    public const string Index = "index.html";

    private const string Root = "wwwroot/";

    // What the page's own addresses begin with in index.html: all lie beside it.
    private const string Beside = "\"./";
    private const int Deepest = 16;

    private readonly Dictionary<string, PageFile> _files;

    /// <summary>Reads them.</summary>
    public PageFiles(PageOptions options)
    {
        var assembly = typeof(PageFiles).Assembly;
        _files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToDictionary(name => name[Root.Length..].Replace('\\', '/'), name => PageFile.Of(name, Read(assembly, name)));
        string page = Encoding.UTF8.GetString(_files[Index].Bytes).Replace("{languages}", string.Join(' ', options.Offered), StringComparison.Ordinal);
        _files[Index] = PageFile.Of(Index, Encoding.UTF8.GetBytes(page));
    }

    /// <summary>Every file by its path.</summary>
    public IReadOnlyDictionary<string, PageFile> All => _files;

    /// <summary>Whether somebody opened an address in a browser that leads nowhere.</summary>
    public static bool IsWantedBy(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status404NotFound && context.GetEndpoint() is null && HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && DepthOf(context) <= Deepest;

    /// <summary>Writes the page, which says that there is none at this address.</summary>
    public Task WriteUnknownAsync(HttpContext context) => WriteUnknownAsync(context, page => page);

    private Task WriteUnknownAsync(HttpContext context, Func<string, string> change)
    {
        var page = _files[Index];
        context.Response.ContentType = page.ContentType;
        // Its files lie beside the page at the first level, however deep this address is.
        string up = string.Concat(Enumerable.Repeat("../", DepthOf(context)));
        return context.Response.WriteAsync(change(Encoding.UTF8.GetString(page.Bytes)).Replace(Beside, up.Length > 0 ? $"\"{up}" : Beside, StringComparison.Ordinal), context.RequestAborted);
    }

    /// <summary>Writes the page, which says why a program's sign-in cannot go on.</summary>
    /// <param name="context">The request of the program.</param>
    /// <param name="error">Why, as OpenID Connect calls it.</param>
    public Task WriteRefusedAsync(HttpContext context, string error)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        // Written with the page, as only the service knows it.
        string word = string.Concat(error.Where(character => character is (>= 'a' and <= 'z') or '_'));
        return WriteUnknownAsync(context, page => page.Replace("<html lang=\"en\"", $"<html lang=\"en\" data-refused=\"{word}\"", StringComparison.Ordinal));
    }

    private static int DepthOf(HttpContext context) => context.Request.Path.Value!.Count(character => character == '/') - 1;

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>One file.</summary>
/// <param name="Bytes">What is in it.</param>
/// <param name="ContentType">Its kind.</param>
/// <param name="Tag">Changes with it.</param>
internal sealed record PageFile(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag)
{
    /// <summary>A file of this name.</summary>
    public static PageFile Of(string name, byte[] bytes) =>
        new(bytes, TypeOf(name), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));

    private static string TypeOf(string name)
    {
        if (!new FileExtensionContentTypeProvider().TryGetContentType(name, out string? type))
            throw new InvalidOperationException($"{name}: no content type is known for this ending.");
        return type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/manifest+json" ? $"{type}; charset=utf-8" : type;
    }
}
