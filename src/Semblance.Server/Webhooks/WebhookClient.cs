using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Semblance.Server.Webhooks;

/// <summary>What came of a try.</summary>
/// <param name="Error">Why it failed; null where the message arrived.</param>
/// <param name="IsRefused">Whether the receiver says that it does not take this message, rather than that it cannot at present.</param>
internal sealed record WebhookResult(string? Error, bool IsRefused = false);

/// <summary>Sends one message, signed. It follows no redirects: a decision goes where the setting says, or nowhere. Safe for several threads.</summary>
internal sealed class WebhookClient(WebhookOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The longest that a try takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };

    /// <summary>Tries once.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<WebhookResult> SendAsync(byte[] body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Semblance-Signature", Sign(body, options.Secret!, time.GetUtcNow()));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            int status = (int)answer.StatusCode;
            return answer.IsSuccessStatusCode ? new WebhookResult(null) : new WebhookResult($"The receiver answered {status}.", status is 400 or 413 or 415 or 422);
        }
        catch (HttpRequestException e)
        {
            return new WebhookResult(e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookResult($"The receiver did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    public void Dispose() => _client.Dispose();

    // The header's value: the time and the signature over "time.body".
    private static string Sign(byte[] body, string secret, DateTimeOffset at)
    {
        string seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
