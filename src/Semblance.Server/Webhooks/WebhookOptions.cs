namespace Semblance.Server.Webhooks;

/// <summary>Who is told of decisions.</summary>
internal sealed record WebhookOptions
{
    /// <summary>The name of the receiver in the outbox. Another address is the same receiver: it gets what waits.</summary>
    public const string Target = "webhook";

    /// <summary>The address that decisions are sent to; null: nobody.</summary>
    public string? Url { get; init; }

    /// <summary>The secret that they are signed with, 16 characters or more.</summary>
    public string? Secret { get; init; }
}
