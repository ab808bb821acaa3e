using System.Text.Json;
using Semblance.Server.Decisions;
using Semblance.Storage;

namespace Semblance.Server.Webhooks;

/// <summary>Puts a decision into the words that a webhook is told it in. No scores, no names. Safe for several threads.</summary>
internal sealed class DecisionMessage(WebhookOptions options, TimeProvider time) : IDecisionMessage
{
    public OutgoingMessage? Of(MadeDecision decision)
    {
        if (options.Url is null)
            return null;
        var id = Guid.CreateVersion7();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id, time = time.GetUtcNow(), type = "decision", decision.Purpose, outcome = decision.Outcome.ToString(), decision.Person, decision.Session, decision.Pack, decision.Fmr,
                decision.Liveness,
            },
            JsonSerializerOptions.Web);
        return new OutgoingMessage(id, WebhookOptions.Target, body);
    }

    /// <summary>The body of a message that tells of nothing, to try the way.</summary>
    public byte[] Test() => JsonSerializer.SerializeToUtf8Bytes(new { id = Guid.CreateVersion7(), time = time.GetUtcNow(), type = "test" }, JsonSerializerOptions.Web);
}
