using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.People;

/// <summary>How strictly somebody is recognised after others were taken for them.</summary>
/// <param name="Mistaken">How often that was.</param>
/// <param name="IsRecognised">Whether they are recognised at all; false where the pack's calibration carries nothing so strict, or the consent has ended.</param>
/// <param name="Fmr">The false match rate of decisions about them; null where they are not recognised.</param>
internal sealed record MistakenView(int Mistaken, bool IsRecognised, double? Fmr);

/// <summary>Whose faces become somebody's.</summary>
/// <param name="Other">The person who becomes part of the one in the address, and is gone afterwards.</param>
/// <param name="EvenIfNotAlike">Merge them although nothing shows that they are the same.</param>
internal sealed record MergeRequest(Guid Other, bool EvenIfNotAlike = false);

/// <summary>What administrators say of wrong answers: "this was not me", "this is the same person".</summary>
internal static class MistakeEndpoints
{
    public static void MapMistakes(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/v1/people/{id:guid}").WithTags("People").Needs(Role.Admin);
        people.MapPost("/mistaken", Report).WithSummary("Somebody else was taken for this person")
            .WithDescription("From now on decisions about them are ten times as strict, for each report; where the pack's calibration does not reach that far they are not recognised until this is taken back.")
            .Answers<MistakenView>(200, Problem.NotFound);
        people.MapDelete("/mistaken", Forget).WithSummary("Take the reports back").WithDescription("Such as after an enrolment with better photos.").Answers<MistakenView>(200, Problem.NotFound);
        people.MapPost("/merge", Merge).WithSummary("Two people are one")
            .WithDescription("In one step the other's faces, photos, consent and history become this person's, and the other is gone. Of the two consents the stricter holds. Refused where the faces are not alike (notAlike), unless `evenIfNotAlike` is set.")
            .Answers<PersonView>(200, Problem.NotFound, Problem.NotAlike, Problem.InvalidRequest);
    }

    private static async Task<Ok<MistakenView>> Report(Guid id, HttpContext context, IStore store, Recognizer recognizer, CurrentSettings settings, TimeProvider time, CancellationToken cancellation) =>
        TypedResults.Ok(await SetAsync(id, before => before + 1, "person.mistaken", context, store, recognizer, settings, time, cancellation));

    private static async Task<Ok<MistakenView>> Forget(Guid id, HttpContext context, IStore store, Recognizer recognizer, CurrentSettings settings, TimeProvider time, CancellationToken cancellation) =>
        TypedResults.Ok(await SetAsync(id, _ => 0, "person.trusted", context, store, recognizer, settings, time, cancellation));

    private static async Task<Ok<PersonView>> Merge(
        Guid id, MergeRequest request, HttpContext context, Merger merger, Recognizer recognizer, CurrentSettings settings, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        var outcome = await merger.MergeAsync(id, request.Other, EnrolmentProblems.ActorOf(caller), request.EvenIfNotAlike, await settings.FmrAsync(null, cancellation), cancellation);
        return outcome switch
        {
            MergeOutcome.Merged merged => TypedResults.Ok(PersonView.Of(merged.Person, recognizer.Pack.Id)),
            MergeOutcome.PersonNotFound unknown => throw Problem.NotFound.With(unknown.Reason),
            MergeOutcome.NotAlike strangers => throw Problem.NotAlike.With(strangers.Reason),
            MergeOutcome.Refused refused => throw Problem.InvalidRequest.With(refused.Reason),
            _ => throw new InvalidOperationException("Two people are merged, or not."),
        };
    }

    private static async Task<MistakenView> SetAsync(
        Guid id, Func<int, int> change, string action, HttpContext context, IStore store, Recognizer recognizer, CurrentSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        var person = await store.Gallery.ExclusiveAsync(
            gallery =>
            {
                var before = gallery.Find(id) ?? throw new PersonNotFoundException(id.ToString());
                var changed = gallery.SetMistaken(id, change(before.Mistaken));
                gallery.Note(new AuditEvent(action, caller.Name, id, Detail: $"{changed.Mistaken} in all", Address: caller.Address));
                return changed;
            },
            cancellation);
        var rate = PersonalRule.RateFor(person, recognizer.Pack, await settings.FmrAsync(null, cancellation), time.GetUtcNow());
        return new MistakenView(person.Mistaken, rate.IsOpen, rate.IsOpen ? recognizer.Pack.ThresholdFor(rate.Fmr).Fmr : null);
    }
}
