using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Throttling;

/// <summary>Delays that administrators end.</summary>
internal static class LockOutEndpoints
{
    public static void MapLockOuts(this IEndpointRouteBuilder routes)
    {
        var lockOuts = routes.MapGroup("/v1/lockouts").WithTags("People").Needs(Role.Admin);
        lockOuts.MapDelete("/{id:guid}", Clear).WithSummary("End the delay of a person")
            .WithDescription("After failed attempts a person must wait, and the pages and networks that many came from pause for seconds. Both end by themselves; this ends the person's and all pauses at once.")
            .Answers(204, Problem.NotFound);
        lockOuts.MapDelete("", ClearAll).WithSummary("End all delays and pauses").WithDescription("Of people, of names that nobody has, of pages and of networks.").Answers(204);
    }

    private static async Task<NoContent> Clear(Guid id, HttpContext context, IStore store, LockOut lockOut, CancellationToken cancellation)
    {
        if (await store.Gallery.FindAsync(id, cancellation) is null)
            throw new PersonNotFoundException(id.ToString());
        var caller = context.GetCaller();
        await lockOut.ClearAsync(id, cancellation);
        await store.Audit.AppendAsync(new AuditEvent("lockout.ended", caller.Name, id, Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ClearAll(HttpContext context, IStore store, LockOut lockOut, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        await lockOut.ClearAllAsync(cancellation);
        await store.Audit.AppendAsync(new AuditEvent("lockout.ended", caller.Name, Detail: "all", Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }
}
