using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Webhooks;

/// <summary>How deliveries stand, and what administrators do about it.</summary>
internal static class WebhookEndpoints
{
    private const int MostListed = 100;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("Webhooks").Needs(Role.Admin);
        webhooks.MapGet("/deliveries", List).WithSummary("How deliveries stand").WithDescription("Deliveries that arrived are counted and deleted; the rest is listed, the oldest first.").Answers<DeliveriesView>(200);
        webhooks.MapPost("/deliveries/retry", RetryAll).WithSummary("Try all deliveries again now").WithDescription("Those that were given up too, in their order.").Answers<RetriedView>(200);
        webhooks.MapPost("/deliveries/{id:guid}/retry", RetryOne).WithSummary("Try a delivery again now").Answers<RetriedView>(200, Problem.NotFound);
        webhooks.MapDelete("/deliveries/{id:guid}", Discard).WithSummary("Discard a delivery that was given up").Answers(204, Problem.NotFound);
        webhooks.MapPost("/test", Test).WithSummary("Send a test").WithDescription("A delivery of the type `test`, sent at once and once, past those that wait.").Answers<TestedView>(200, Problem.InvalidRequest);
    }

    private static async Task<Ok<DeliveriesView>> List(IStore store, WebhookOptions options, CancellationToken cancellation)
    {
        var state = await store.Outbox.StateAsync(WebhookOptions.Target, cancellation);
        var messages = await store.Outbox.ListAsync(WebhookOptions.Target, MostListed, cancellation);
        return TypedResults.Ok(new DeliveriesView(
            Shown(options.Url), state.Waiting, state.GivenUp, state.Delivered, state.LastDelivered, state.LastError, state.Next, [.. messages.Select(DeliveryView.Of)]));
    }

    private static Task<Ok<RetriedView>> RetryAll(HttpContext context, IStore store, WebhookSender sender, CancellationToken cancellation) => RetryAsync(null, context, store, sender, cancellation);

    private static Task<Ok<RetriedView>> RetryOne(Guid id, HttpContext context, IStore store, WebhookSender sender, CancellationToken cancellation) => RetryAsync(id, context, store, sender, cancellation);

    private static async Task<Ok<RetriedView>> RetryAsync(Guid? id, HttpContext context, IStore store, WebhookSender sender, CancellationToken cancellation)
    {
        int retried = await store.Outbox.RetryAsync(WebhookOptions.Target, id, cancellation);
        if (retried == 0 && id is not null)
            throw NoDelivery();
        await NoteAsync(store, context, "webhook.retried", id?.ToString() ?? $"{retried} deliveries");
        sender.Wake();
        return TypedResults.Ok(new RetriedView(retried));
    }

    private static async Task<NoContent> Discard(Guid id, HttpContext context, IStore store, CancellationToken cancellation)
    {
        if (!await store.Outbox.DiscardAsync(WebhookOptions.Target, id, cancellation))
            throw NoDelivery();
        await NoteAsync(store, context, "webhook.discarded", id.ToString());
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TestedView>> Test(HttpContext context, IStore store, WebhookOptions options, WebhookClient client, DecisionMessage message, CancellationToken cancellation)
    {
        if (options.Url is null)
            throw Problem.InvalidRequest.With("The setting Webhook:Url names nobody to tell.");
        var result = await client.SendAsync(message.Test(), cancellation);
        await NoteAsync(store, context, "webhook.tested", result.Error ?? "It arrived.");
        return TypedResults.Ok(new TestedView(result.Error is null, result.Error));
    }

    private static Task NoteAsync(IStore store, HttpContext context, string action, string detail)
    {
        var caller = context.GetCaller();
        return store.Audit.AppendAsync(new AuditEvent(action, caller.Name, Detail: detail, Address: caller.Address), CancellationToken.None);
    }

    private static ProblemException NoDelivery() => Problem.NotFound.With("There is no such delivery: it arrived, or was discarded.");

    // A query or a user may be a secret of the receiver.
    private static string? Shown(string? url) => url is null ? null : new UriBuilder(url) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri.AbsoluteUri;
}
