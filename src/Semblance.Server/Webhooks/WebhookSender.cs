using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Server.Decisions;
using Semblance.Storage;

namespace Semblance.Server.Webhooks;

/// <summary>
/// Tells another program of every decision, so that a door relay or an attendance system need not ask: a POST signed with HMAC-SHA256 over the time and the body. The outbox of the store
/// holds what is to be told, so a stop or a crash loses nothing; it goes out in order, one after the other. It never delays a decision.
/// </summary>
internal sealed partial class WebhookSender(WebhookOptions options, WebhookClient client, IOutbox outbox, TimeProvider time, ILogger<WebhookSender> logger) : BackgroundService, IDecisionListener
{
    // Longer than a try may take: nobody else tries the same message meanwhile.
    private static readonly TimeSpan s_claim = WebhookClient.Patience + TimeSpan.FromSeconds(5);

    // Another process may have added something, or the system's clock was set.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pauseOfStore = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>There may be something to tell.</summary>
    public void Decided(MadeDecision decision) => Wake();

    /// <summary>Looks at once whether there is something to tell.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (options.Url is null)
                {
                    await NameWaitingAsync(stoppingToken);
                    return;
                }
                var turn = await outbox.NextAsync(WebhookOptions.Target, s_claim, stoppingToken);
                if (turn.Message is { } message)
                    await TryAsync(message, turn.Body!, stoppingToken);
                else
                    await WaitAsync(turn.Due, stoppingToken);
            }
            catch (StoreException e)
            {
                LogStore(e.Message);
                await Task.Delay(s_pauseOfStore, time, stoppingToken);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    private async Task TryAsync(QueuedMessage message, byte[] body, CancellationToken stopping)
    {
        WebhookResult result;
        try
        {
            result = await client.SendAsync(body, stopping);
        }
        catch (OperationCanceledException)
        {
            await outbox.ReleaseAsync(message.Id, CancellationToken.None);
            throw;
        }
        // What happened is noted although the service stops.
        if (result.Error is not { } error)
        {
            await outbox.DeliveredAsync(message.Id, CancellationToken.None);
            return;
        }
        var next = WebhookRetries.Next(message, result, time.GetUtcNow());
        await outbox.FailedAsync(message.Id, error, next, CancellationToken.None);
        if (next is { } at)
            LogFailed(message.Id, error, at);
        else
            LogGivenUp(message.Id, error);
    }

    private async Task WaitAsync(DateTimeOffset? due, CancellationToken stopping)
    {
        var wait = due - time.GetUtcNow() is { } left && left < s_longestWait ? left : s_longestWait;
        await _wake.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stopping);
    }

    private async Task NameWaitingAsync(CancellationToken stopping)
    {
        var state = await outbox.StateAsync(WebhookOptions.Target, stopping);
        if (state.Waiting > 0)
            LogNobody(state.Waiting);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Id} was not delivered: {Why} It is tried again at {Next}.")]
    private partial void LogFailed(Guid id, string why, DateTimeOffset next);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Id} is given up: {Why} It stays in the list of deliveries until somebody retries or discards it.")]
    private partial void LogGivenUp(Guid id, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} webhook deliveries wait, and the setting Webhook:Url names nobody to tell.")]
    private partial void LogNobody(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhooks cannot be read from the store: {Why}")]
    private partial void LogStore(string why);
}
