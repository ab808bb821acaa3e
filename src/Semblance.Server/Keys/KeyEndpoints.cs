using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Keys;

/// <summary>A key to be made.</summary>
/// <param name="Name">What it is for, 1 to 64 characters.</param>
/// <param name="Role">verify, enroll or admin.</param>
/// <param name="Fmr">The false match rate of decisions for it; null: that of the installation.</param>
/// <param name="Expires">When it ends by itself; null: never.</param>
internal sealed record AddKeyRequest(string Name, string Role, double? Fmr = null, DateTimeOffset? Expires = null);

/// <summary>A key without its text.</summary>
internal record KeyView(Guid Id, string Name, string Role, double? Fmr, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? Revoked)
{
    public static KeyView Of(AccessKey key) => new(key.Id, key.Name, key.Role.ToString().ToLowerInvariant(), key.Fmr, key.Created, key.Expires, key.Revoked);
}

/// <summary>A new key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Fmr">The false match rate of decisions for it; null: that of the installation.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends by itself; null: never.</param>
/// <param name="Key">Its text, shown this once.</param>
internal sealed record NewKeyView(Guid Id, string Name, string Role, double? Fmr, DateTimeOffset Created, DateTimeOffset? Expires, string Key)
{
    public static NewKeyView Of(string text, AccessKey key) => new(key.Id, key.Name, key.Role.ToString().ToLowerInvariant(), key.Fmr, key.Created, key.Expires, text);
}

/// <summary>All keys, the newest first.</summary>
internal sealed record KeysView(IReadOnlyList<KeyView> Keys);

/// <summary>The keys of programs and kiosks.</summary>
internal static class KeyEndpoints
{
    private const int LongestName = 64;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("Keys").Needs(Role.Admin);
        keys.MapGet("", List).WithSummary("List keys").Answers<KeysView>(200);
        keys.MapPost("", Add).WithSummary("Make a key").WithDescription("Its text is in this answer and nowhere else.").Answers<NewKeyView>(201, Problem.InvalidRequest);
        keys.MapDelete("/{id:guid}", Revoke).WithSummary("End a key").WithDescription("At once, with the pages that were opened with it. Or that of a registered device.").Answers(204, Problem.NotFound);
    }

    private static async Task<Ok<KeysView>> List(IStore store, CancellationToken cancellation) =>
        TypedResults.Ok(new KeysView([.. (await store.Keys.ListAsync(cancellation)).Where(key => !key.IsDevice).Select(KeyView.Of)]));

    private static async Task<Created<NewKeyView>> Add(AddKeyRequest request, HttpContext context, IStore store, Recognizer recognizer, TimeProvider time, CancellationToken cancellation)
    {
        if (request.Name is not { Length: > 0 and <= LongestName } || request.Name.Any(char.IsControl))
            throw Problem.InvalidRequest.With($"name has 1 to {LongestName} characters.");
        if (!Enum.GetNames<Role>().Contains(request.Role, StringComparer.OrdinalIgnoreCase))
            throw Problem.InvalidRequest.With("role is verify, enroll or admin.");
        if (request.Expires <= time.GetUtcNow())
            throw Problem.InvalidRequest.With("expires lies in the past.");
        recognizer.RequireCarried(request.Fmr);
        var (text, key) = await store.Keys.CreateAsync(new NewAccessKey(request.Name, Enum.Parse<Role>(request.Role, ignoreCase: true), request.Fmr, request.Expires), cancellation);
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("key.added", caller.Name, Detail: $"{key.Name} ({request.Role})", Address: caller.Address), CancellationToken.None);
        return TypedResults.Created($"{context.Request.PathBase}/v1/keys/{key.Id}", NewKeyView.Of(text, key));
    }

    private static async Task<NoContent> Revoke(Guid id, HttpContext context, IStore store, PageSessions pages, CancellationToken cancellation)
    {
        if (!await store.Keys.RevokeAsync(id, cancellation))
            throw Problem.NotFound.With("No key has this id.");
        pages.EndAll(id);
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("key.revoked", caller.Name, Detail: id.ToString(), Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }
}
