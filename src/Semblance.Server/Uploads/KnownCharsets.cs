using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Net.Http.Headers;
using Semblance.Server.Problems;

namespace Semblance.Server.Uploads;

/// <summary>Refuses bodies in an encoding that nobody here can read, before anything tries to.</summary>
internal static class KnownCharsets
{
    public static IApplicationBuilder UseKnownCharsets(this IApplicationBuilder app) => app.Use((context, next) =>
        !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue || IsKnown(HeaderUtilities.RemoveQuotes(type.Charset).Value)
            ? next(context)
            : throw Problem.UnsupportedMediaType.With("The charset of the content type is not known here: send UTF-8."));

    private static bool IsKnown(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return false;
        try
        {
            _ = Encoding.GetEncoding(name);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
