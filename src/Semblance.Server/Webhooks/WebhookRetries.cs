using Semblance.Storage;

namespace Semblance.Server.Webhooks;

/// <summary>
/// When a message that failed is tried again: after 2 s, then twice as long each time, up to 10 minutes. A receiver that is down is tried for a day. One that says it does not take this
/// message gets it eight times, over four minutes, so that a message which is no good to it does not hold up the others for a day.
/// </summary>
internal static class WebhookRetries
{
    private const int MostRefusals = 8;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(2), s_longest = TimeSpan.FromMinutes(10), s_limit = TimeSpan.FromHours(24);

    /// <summary>When to try again after a failure; null: not by itself.</summary>
    /// <param name="message">The message, as it was before this try.</param>
    /// <param name="result">What came of this try.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset? Next(QueuedMessage message, WebhookResult result, DateTimeOffset now)
    {
        if (result.IsRefused && message.Attempts + 1 >= MostRefusals || now - (message.FirstTried ?? now) >= s_limit)
            return null;
        // 2^9 times the first pause is longer than the longest.
        var pause = s_first * (1 << Math.Min(message.Attempts, 9));
        return now + (pause < s_longest ? pause : s_longest);
    }
}
