using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;
using Semblance.Storage.Retention;

namespace Semblance.Server.Retention;

/// <summary>After how many days what is kept expires.</summary>
/// <param name="UnusedDays">People who were neither recognised nor changed; null or missing: never.</param>
/// <param name="PhotoDays">Kept photos; null or missing: never.</param>
/// <param name="AuditDays">Entries of the audit log; null or missing: never.</param>
internal sealed record RetentionRequest(int? UnusedDays = null, int? PhotoDays = null, int? AuditDays = null);

/// <summary>What expires, and what has.</summary>
/// <param name="UnusedDays">People who were neither recognised nor changed for so many days expire; null: never.</param>
/// <param name="PhotoDays">Kept photos expire after so many days; null: never.</param>
/// <param name="AuditDays">Entries of the audit log expire after so many days; null: never.</param>
/// <param name="LastRun">When what had expired was deleted last.</param>
/// <param name="Due">What the next run would delete.</param>
internal sealed record RetentionView(int? UnusedDays, int? PhotoDays, int? AuditDays, DateTimeOffset? LastRun, DueView Due);

/// <summary>What has expired.</summary>
/// <param name="People">People to be removed.</param>
/// <param name="Photos">How many photos of others.</param>
/// <param name="AuditEntries">How many entries of the audit log.</param>
internal sealed record DueView(IReadOnlyList<ExpiringView> People, int Photos, long AuditEntries);

/// <summary>Somebody who has expired.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">Their name.</param>
/// <param name="Reason">ConsentEnded or Unused.</param>
internal sealed record ExpiringView(Guid Id, string Name, ExpiryReason Reason);

/// <summary>What a run deleted.</summary>
/// <param name="People">Who was removed, with the proof.</param>
/// <param name="Photos">How many photos of others.</param>
/// <param name="AuditEntries">How many entries of the audit log.</param>
/// <param name="Proved">Whether everything that had expired is gone, and the rest of the audit log holds.</param>
/// <param name="Problems">What is not, in words.</param>
internal sealed record RetentionRunView(IReadOnlyList<ExpiredView> People, int Photos, long AuditEntries, bool Proved, IReadOnlyList<string> Problems);

/// <summary>Somebody who was removed.</summary>
/// <param name="Id">The person.</param>
/// <param name="Reason">ConsentEnded or Unused.</param>
/// <param name="Removed">Whether nothing is left.</param>
/// <param name="Remains">Every place where something is left, in words.</param>
internal sealed record ExpiredView(Guid Id, ExpiryReason Reason, bool Removed, IReadOnlyList<string> Remains);

/// <summary>What expires.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup("/v1/retention").WithTags("Retention").Needs(Role.Admin);
        retention.MapGet("", Read).WithSummary("What expires, and what has").WithDescription("By default nothing expires but a consent that names its end. Nothing is deleted by reading.").Answers<RetentionView>(200);
        retention.MapPut("", Change).WithSummary("Say what expires").WithDescription("All rules together: what is missing never expires.").Answers<RetentionView>(200, Problem.InvalidRequest);
        retention.MapPost("/run", Run).WithSummary("Delete now what has expired").WithDescription("The service does it once a day by itself.").Answers<RetentionRunView>(200);
    }

    private static async Task<Ok<RetentionView>> Read(IStore store, RetentionRun run, CancellationToken cancellation) => TypedResults.Ok(await ViewAsync(store, run, cancellation));

    private static async Task<Ok<RetentionView>> Change(RetentionRequest request, HttpContext context, IStore store, RetentionRun run, CancellationToken cancellation)
    {
        foreach (var (name, days) in (ReadOnlySpan<(string, int?)>)[("unusedDays", request.UnusedDays), ("photoDays", request.PhotoDays), ("auditDays", request.AuditDays)])
        {
            if (days is < 1 or > RetentionRules.MostDays)
                throw Problem.InvalidRequest.With($"{name} lies between 1 and {RetentionRules.MostDays}, or is null.");
        }
        var caller = context.GetCaller();
        await new RetentionRules(request.UnusedDays, request.PhotoDays, request.AuditDays).WriteAsync(store, caller.Name, caller.Address, cancellation);
        return TypedResults.Ok(await ViewAsync(store, run, cancellation));
    }

    private static async Task<Ok<RetentionRunView>> Run(HttpContext context, RetentionRun run, CancellationToken cancellation)
    {
        var report = await run.RunAsync(context.GetCaller().Name, cancellation);
        return TypedResults.Ok(new RetentionRunView(
            [.. report.People.Select(removed => new ExpiredView(removed.Person.Id, removed.Person.Reason, removed.Proof.IsRemoved, removed.Proof.Remains))],
            report.Photos, report.AuditEntries, report.Problems.Count == 0, report.Problems));
    }

    private static async Task<RetentionView> ViewAsync(IStore store, RetentionRun run, CancellationToken cancellation)
    {
        var rules = await RetentionRules.ReadAsync(store.Settings, cancellation);
        var plan = await run.PlanAsync(cancellation);
        return new RetentionView(
            rules.UnusedDays, rules.PhotoDays, rules.AuditDays, await run.LastAsync(cancellation),
            new DueView([.. plan.People.Select(person => new ExpiringView(person.Id, person.Name.Value, person.Reason))], plan.Photos.Values.Sum(), plan.AuditEntries));
    }
}
