using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Server.Decisions;

namespace Semblance.Server.Webhooks;

/// <summary>Makes the webhook part of a service.</summary>
internal static class WebhookSetup
{
    /// <summary>Adds the sender, which follows no redirects: a decision goes where the setting says, or nowhere.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(provider => new WebhookSender(
            options,
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10) },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WebhookSender>>()));
        services.AddSingleton<IDecisionListener>(provider => provider.GetRequiredService<WebhookSender>());
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebhookSender>());
    }
}
