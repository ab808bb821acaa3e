using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Semblance.Server.Access;

namespace Semblance.Server.Hosting;

/// <summary>One line a request: who, what, how it ended, how long it took. No query strings, headers or bodies: those may hold what is nobody's business.</summary>
internal static class RequestLog
{
    private const string Category = "Semblance.Requests";

    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        return app.Use(async (context, next) =>
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                // Pages and health checks would drown the rest.
                var level = context.Response.StatusCode >= 500 ? LogLevel.Warning : context.Request.Path.StartsWithSegments("/v1") ? LogLevel.Information : LogLevel.Debug;
                if (log.IsEnabled(level))
                {
                    log.Log(
                        level, "{Method} {Path} {Status} {Milliseconds} ms, {Caller} at {Address}", context.Request.Method, Printable(context.Request.Path),
                        context.Response.StatusCode, (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds, context.FindCaller()?.Name ?? "nobody", context.CallerAddress());
                }
            }
        });
    }

    // A path may hold line breaks and what a terminal would obey; encoded it holds neither.
    private static string Printable(PathString path)
    {
        string text = path.ToUriComponent();
        return text.Length > 200 ? text[..200] : text;
    }
}
