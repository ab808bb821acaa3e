using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Semblance.Server.Tests.Webhooks;

/// <summary>Another program that is told, over real connections.</summary>
internal static class Receiver
{
    /// <summary>Starts one.</summary>
    /// <param name="receive">What it does with a request.</param>
    /// <param name="port">Its port; 0: any.</param>
    public static async Task<WebApplication> StartAsync(RequestDelegate receive, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(receive);
        await app.StartAsync();
        return app;
    }
}
