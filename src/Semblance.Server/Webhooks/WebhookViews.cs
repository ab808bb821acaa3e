using Semblance.Storage;

namespace Semblance.Server.Webhooks;

/// <summary>How deliveries stand.</summary>
/// <param name="Url">Where decisions are sent, without what may be secret in it; null: nowhere.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Failed">How many were given up and stay until they are retried or discarded.</param>
/// <param name="Delivered">How many arrived in all.</param>
/// <param name="LastDelivered">When the last one did.</param>
/// <param name="LastError">Why the oldest one that is here failed last.</param>
/// <param name="NextTry">When the oldest one that waits is tried again.</param>
/// <param name="Deliveries">Those that did not arrive, the oldest first, at most 100.</param>
internal sealed record DeliveriesView(
    string? Url, int Waiting, int Failed, long Delivered, DateTimeOffset? LastDelivered, string? LastError, DateTimeOffset? NextTry, IReadOnlyList<DeliveryView> Deliveries);

/// <summary>A delivery that did not arrive.</summary>
/// <param name="Id">The id that the receiver is told.</param>
/// <param name="Created">When it was made.</param>
/// <param name="State">waiting or failed.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">Why the last try failed.</param>
/// <param name="NextTry">When it is tried again; null where it was given up.</param>
internal sealed record DeliveryView(Guid Id, DateTimeOffset Created, string State, int Attempts, string? LastError, DateTimeOffset? NextTry)
{
    public static DeliveryView Of(QueuedMessage message) =>
        new(message.Id, message.Created, message.GivenUp is null ? "waiting" : "failed", message.Attempts, message.LastError, message.Next);
}

/// <summary>What is tried again.</summary>
/// <param name="Retried">How many deliveries.</param>
internal sealed record RetriedView(int Retried);

/// <summary>What came of a test.</summary>
/// <param name="Delivered">Whether the receiver took it.</param>
/// <param name="Problem">Why not; null where it did.</param>
internal sealed record TestedView(bool Delivered, string? Problem);
