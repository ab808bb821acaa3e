using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Server.Decisions;

namespace Semblance.Server.Webhooks;

/// <summary>
/// Tells another program of every decision, so that a door relay or an attendance system need not ask: a POST signed with HMAC-SHA256 over the time and the body, tried
/// five times over ten minutes. It never delays a decision; what cannot be delivered is logged and dropped. Deliveries may come out of order, or twice: each has an id.
/// </summary>
internal sealed partial class WebhookSender(WebhookOptions options, HttpClient client, TimeProvider time, ILogger<WebhookSender> logger) : BackgroundService, IDecisionListener
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(8)];

    private readonly Channel<Delivery> _queue = Channel.CreateBounded<Delivery>(MostWaiting);
    private readonly SemaphoreSlim _retrying = new(100);

    /// <summary>Queues a decision for whoever is to be told; nothing where nobody is.</summary>
    public void Decided(MadeDecision decision)
    {
        if (options.Url is null)
            return;
        var id = Guid.CreateVersion7();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id, time = time.GetUtcNow(), type = "decision", decision.Purpose, outcome = decision.Outcome.ToString(), decision.Person, decision.Session, decision.Pack, decision.Fmr,
                decision.Liveness,
            },
            JsonSerializerOptions.Web);
        if (!_queue.Writer.TryWrite(new Delivery(id, body)))
            LogDropped(id, "too many deliveries wait");
    }

    /// <summary>The header's value: the time and the signature over "time.body".</summary>
    public static string Sign(byte[] body, string secret, DateTimeOffset at)
    {
        string seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var delivery in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            if (!await TryAsync(delivery, stoppingToken))
                _ = RetryAsync(delivery, stoppingToken);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _retrying.Dispose();
        base.Dispose();
    }

    private async Task RetryAsync(Delivery delivery, CancellationToken stopping)
    {
        if (!await _retrying.WaitAsync(0, stopping))
        {
            LogDropped(delivery.Id, "the receiver fails and too many deliveries wait");
            return;
        }
        try
        {
            foreach (var pause in s_pauses)
            {
                await Task.Delay(pause, time, stopping);
                if (await TryAsync(delivery, stopping))
                    return;
            }
            LogDropped(delivery.Id, "the receiver did not take it in five attempts");
        }
        catch (OperationCanceledException)
        {
            LogDropped(delivery.Id, "the service stops");
        }
        finally
        {
            _retrying.Release();
        }
    }

    private async Task<bool> TryAsync(Delivery delivery, CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Semblance-Signature", Sign(delivery.Body, options.Secret!, time.GetUtcNow()));
        try
        {
            using var answer = await client.SendAsync(request, stopping);
            if (answer.IsSuccessStatusCode)
                return true;
            LogFailed(delivery.Id, $"the receiver answered {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException || e is TaskCanceledException && !stopping.IsCancellationRequested)
        {
            LogFailed(delivery.Id, e.Message);
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Id} was not delivered: {Why}. It is tried again.")]
    private partial void LogFailed(Guid id, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Id} is dropped: {Why}.")]
    private partial void LogDropped(Guid id, string why);

    private sealed record Delivery(Guid Id, byte[] Body);
}
