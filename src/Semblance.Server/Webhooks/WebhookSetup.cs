using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Server.Hosting;

namespace Semblance.Server.Webhooks;

/// <summary>Makes the webhook part of a service.</summary>
internal static class WebhookSetup
{
    /// <summary>Adds the sender, which needs <see cref="ServerOptions"/>. It follows no redirects: a decision goes where the setting says, or nowhere.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton(provider => new WebhookSender(
            provider.GetRequiredService<ServerOptions>().Webhook,
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10) },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WebhookSender>>()));
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebhookSender>());
    }
}
