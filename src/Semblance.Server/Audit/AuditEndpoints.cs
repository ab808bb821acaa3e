using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Audit;

/// <summary>An entry of the audit log.</summary>
/// <param name="Number">Counts from 1 without gaps.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Action">A word with a dot, such as person.added.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Person">Whom it concerns.</param>
/// <param name="PersonName">The name of the person; null where they are gone.</param>
/// <param name="HasPhoto">Whether photos of the person were kept.</param>
/// <param name="Outcome">Match, NoMatch, ...; null where there is none.</param>
/// <param name="Detail">What more there is to say.</param>
/// <param name="Session">The session it belongs to.</param>
/// <param name="Address">The network address it came from.</param>
internal sealed record AuditEntryView(
    long Number, DateTimeOffset Time, string Action, string Actor, Guid? Person, string? PersonName, bool HasPhoto, string? Outcome, string? Detail, string? Session, string? Address);

/// <summary>A page of the audit log, the newest first.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">The <c>before</c> of the next page; null at the end.</param>
internal sealed record AuditView(IReadOnlyList<AuditEntryView> Entries, long? Next);

/// <summary>Whether the log is as it was written.</summary>
/// <param name="Entries">How many entries hold.</param>
/// <param name="Intact">Whether all do.</param>
/// <param name="Problem">What is wrong; null where nothing is.</param>
/// <param name="Cut">How many older entries retention has deleted.</param>
internal sealed record AuditVerificationView(long Entries, bool Intact, string? Problem, long Cut);

/// <summary>What happened.</summary>
internal static class AuditEndpoints
{
    private const int MostListed = 500;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/v1/audit").WithTags("Audit").Needs(Role.Admin);
        audit.MapGet("", List).WithSummary("Read the audit log").WithDescription("The newest entries first. `action` finds actions that begin with it.").Answers<AuditView>(200, Problem.InvalidRequest);
        audit.MapGet("/verification", Verify).WithSummary("Follow the log's hash chain").Answers<AuditVerificationView>(200);
    }

    private static async Task<Ok<AuditView>> List(
        IStore store, long? before, int? limit, string? action, string? outcome, Guid? person, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellation)
    {
        if (limit is < 1 or > MostListed)
            throw Problem.InvalidRequest.With($"limit lies between 1 and {MostListed}.");
        var page = await store.Audit.ListAsync(new AuditQuery(before, limit ?? 100, Text(action), Text(outcome), person, from, until), cancellation);
        var names = new Dictionary<Guid, (string? Name, bool HasPhoto)>();
        foreach (var id in page.Entries.Select(entry => entry.Event.Person).OfType<Guid>().Distinct())
            names[id] = await WhoAsync(store, id, cancellation);
        return TypedResults.Ok(new AuditView([.. page.Entries.Select(entry => View(entry, names))], page.Next));
    }

    private static async Task<Ok<AuditVerificationView>> Verify(IStore store, CancellationToken cancellation)
    {
        var found = await store.Audit.VerifyAsync(cancellation);
        return TypedResults.Ok(new AuditVerificationView(found.Entries, found.IsIntact, found.Problem, found.Cut));
    }

    private static async Task<(string? Name, bool HasPhoto)> WhoAsync(IStore store, Guid id, CancellationToken cancellation)
    {
        try
        {
            return await store.Gallery.FindAsync(id, cancellation) is { } person ? (person.Name.Value, person.Faces.Any(face => face.HasPhoto)) : (null, false);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            // What is damaged of one person does not hide the log.
            return (null, false);
        }
    }

    private static AuditEntryView View(AuditEntry entry, Dictionary<Guid, (string? Name, bool HasPhoto)> names) => new(
        entry.Number, entry.Time, entry.Event.Action, entry.Event.Actor, entry.Event.Person, entry.Event.Person is { } id ? names[id].Name : null,
        entry.Event.Person is { } known && names[known].HasPhoto, entry.Event.Outcome, entry.Event.Detail, entry.Event.Session, entry.Event.Address);

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
