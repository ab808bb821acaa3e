using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Server.Decisions;
using Semblance.Storage;

namespace Semblance.Server.Webhooks;

/// <summary>Makes the webhook part of a service.</summary>
internal static class WebhookSetup
{
    /// <summary>Adds what tells another program of decisions.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new WebhookClient(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DecisionMessage(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDecisionMessage>(provider => provider.GetRequiredService<DecisionMessage>());
        services.AddSingleton(provider => new WebhookSender(
            options,
            provider.GetRequiredService<WebhookClient>(),
            provider.GetRequiredService<IStore>().Outbox,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WebhookSender>>()));
        services.AddSingleton<IDecisionListener>(provider => provider.GetRequiredService<WebhookSender>());
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebhookSender>());
    }
}
