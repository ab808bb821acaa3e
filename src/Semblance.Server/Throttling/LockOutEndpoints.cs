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
    public static void MapLockOuts(this IEndpointRouteBuilder routes) => routes
        .MapDelete("/v1/lockouts/{id:guid}", Clear).WithTags("People").Needs(Role.Admin).WithSummary("End the delay of a person")
        .WithDescription("After failed attempts a person must wait. Delays end by themselves; this ends one at once.").Answers(204, Problem.NotFound);

    private static async Task<NoContent> Clear(Guid id, HttpContext context, IStore store, LockOut lockOut, CancellationToken cancellation)
    {
        if (await store.Gallery.FindAsync(id, cancellation) is null)
            throw new PersonNotFoundException(id.ToString());
        var caller = context.GetCaller();
        await lockOut.ClearAsync(id, cancellation);
        await store.Audit.AppendAsync(new AuditEvent("lockout.ended", caller.Name, id, Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }
}
