using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.People;

/// <summary>The enrolled people.</summary>
internal static class PeopleEndpoints
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int MostListed = 200;

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/v1/people").WithTags("People");
        people.MapPost("", Add).Needs(Role.Enroll)
            .WithSummary("Enrol a person").WithDescription("All photos must show this one person, well lit and looking at the camera. A face that is enrolled under another name is refused (faceOfSomebodyElse).")
            .Takes<AddPersonRequest>(new FormPart("name"), new FormPart("consent"), new FormPart("keepPhotos", IsRequired: false), new FormPart("consentEnds", IsRequired: false), new FormPart("allowDuplicate", IsRequired: false), new FormPart("photo", IsFile: true))
            .Answers<EnrolledView>(201, Problem.NameTaken, Problem.FaceOfSomebodyElse, Problem.IdempotencyConflict, Problem.PhotoUnreadable, Problem.NoFace, Problem.SeveralFaces, Problem.PoorQuality, Problem.DifferentPeople);
        people.MapGet("", List).Needs(Role.Admin).WithSummary("List people").WithDescription("Ordered by `sort`: name, created or used, of which the last two begin with the newest. `search` finds parts of names; `after` takes the `next` of the page before, in the same order.")
            .Answers<PeopleView>(200, Problem.InvalidRequest);
        people.MapGet("/{id:guid}", Read).Needs(Role.Admin).WithSummary("Read a person").Answers<PersonView>(200, Problem.NotFound);
        people.MapPatch("/{id:guid}", Change).Needs(Role.Admin).WithSummary("Rename a person, or record another consent")
            .Answers<PersonView>(200, Problem.NotFound, Problem.NameTaken);
        people.MapDelete("/{id:guid}", Remove).Needs(Role.Admin).WithSummary("Remove a person").WithDescription("Destroys the person's data key and rows. GET removal proves it.")
            .Answers(204, Problem.NotFound);
        people.MapGet("/{id:guid}/removal", Removal).Needs(Role.Admin).WithSummary("Prove that a person is gone").Answers<RemovalView>(200);
        people.MapPost("/{id:guid}/faces", AddFaces).Needs(Role.Enroll)
            .WithSummary("Add faces to a person").WithDescription("The photos must show the person who is enrolled.")
            .Takes<AddFacesRequest>(new FormPart("photo", IsFile: true), new FormPart("allowDuplicate", IsRequired: false))
            .Answers<EnrolledView>(201, Problem.NotFound, Problem.FaceOfSomebodyElse, Problem.IdempotencyConflict, Problem.PhotoUnreadable, Problem.NoFace, Problem.SeveralFaces, Problem.PoorQuality, Problem.DifferentPeople);
        people.MapGet("/{id:guid}/faces", Faces).Needs(Role.Admin).WithSummary("List a person's faces").Answers<IReadOnlyList<FaceView>>(200, Problem.NotFound);
        people.MapDelete("/{id:guid}/faces/{face:guid}", RemoveFace).Needs(Role.Admin).WithSummary("Remove a face").Answers(204, Problem.NotFound, Problem.LastFace);
        people.MapGet("/{id:guid}/faces/{face:guid}/photo", Photo).Needs(Role.Admin).WithSummary("The photo of a face, where it was kept").AnswersFile("image/jpeg", Problem.NotFound);
        people.MapGet("/{id:guid}/thumbnail", Thumbnail).Needs(Role.Admin).WithSummary("A small picture of a person, where photos were kept").WithDescription("The best face, 128 pixels a side. Its first showing to a key on a day is an entry of the audit log.").AnswersFile("image/jpeg", Problem.NotFound);
    }

    private static async Task<Created<EnrolledView>> Add(
        HttpContext context, Enrolment enrolment, Recognizer recognizer, [FromHeader(Name = IdempotencyHeader)] string? idempotencyKey, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        return Created(context, await enrolment.AddAsync(await EnrolmentBody.PersonAsync(context.Request, cancellation), caller, idempotencyKey, cancellation), recognizer, caller);
    }

    private static async Task<Created<EnrolledView>> AddFaces(
        Guid id, HttpContext context, Enrolment enrolment, Recognizer recognizer, [FromHeader(Name = IdempotencyHeader)] string? idempotencyKey, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        return Created(context, await enrolment.AddFacesAsync(id, await EnrolmentBody.FacesAsync(context.Request, cancellation), caller, idempotencyKey, cancellation), recognizer, caller);
    }

    private static async Task<Ok<PeopleView>> List(IStore store, Recognizer recognizer, string? search, string? after, int? limit, string? sort, CancellationToken cancellation)
    {
        if (limit is < 1 or > MostListed)
            throw Problem.InvalidRequest.With($"limit lies between 1 and {MostListed}.");
        var order = sort switch
        {
            null or "" or "name" => PersonOrder.Name,
            "created" => PersonOrder.Created,
            "used" => PersonOrder.Used,
            _ => throw Problem.InvalidRequest.With("sort is name, created or used."),
        };
        var page = await PageAsync(store, new PersonQuery(search is { Length: > 0 } ? search : null, after, limit ?? 50) { Order = order }, cancellation);
        return TypedResults.Ok(new PeopleView([.. page.People.Select(person => PersonView.Of(person, recognizer.Pack.Id))], page.Total, page.Next));
    }

    private static async Task<PersonPage> PageAsync(IStore store, PersonQuery query, CancellationToken cancellation)
    {
        try
        {
            return await store.Gallery.ListAsync(query, cancellation);
        }
        catch (ArgumentException)
        {
            throw Problem.InvalidRequest.With("after: this is not a position in the list; take the `next` of the page before.");
        }
    }

    private static async Task<Ok<PersonView>> Read(Guid id, IStore store, Recognizer recognizer, CancellationToken cancellation) =>
        TypedResults.Ok(PersonView.Of(await FindAsync(store, id, cancellation), recognizer.Pack.Id));

    private static async Task<Ok<PersonView>> Change(Guid id, ChangePersonRequest request, HttpContext context, IStore store, Recognizer recognizer, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        var name = request.Name is null ? (PersonName?)null : PersonName.Parse(request.Name);
        var consent = request.Consent is null ? null : Enrolment.ConsentOf(request.Consent, caller);
        var person = await FindAsync(store, id, cancellation);
        if (name is { } wanted && wanted != person.Name)
        {
            person = await store.Gallery.RenameAsync(id, wanted, cancellation);
            await store.Audit.AppendAsync(new AuditEvent("person.renamed", caller.Name, id, Address: caller.Address), cancellation);
        }
        if (consent is not null)
        {
            person = await store.Gallery.SetConsentAsync(id, consent, cancellation);
            await store.Audit.AppendAsync(new AuditEvent("person.consented", caller.Name, id, Detail: consent.KeepPhotos ? "photos kept" : "no photos", Address: caller.Address), cancellation);
        }
        return TypedResults.Ok(PersonView.Of(person, recognizer.Pack.Id));
    }

    private static async Task<NoContent> Remove(Guid id, HttpContext context, IStore store, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        await store.Gallery.RemoveAsync(id, cancellation);
        // The person is gone whether or not the caller still listens: the log says so in any case.
        await store.Audit.AppendAsync(new AuditEvent("person.removed", caller.Name, id, Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RemovalView>> Removal(Guid id, IStore store, CancellationToken cancellation)
    {
        var proof = await store.Gallery.VerifyRemovedAsync(id, cancellation);
        return TypedResults.Ok(new RemovalView(proof.IsRemoved, proof.Remains));
    }

    private static async Task<Ok<IReadOnlyList<FaceView>>> Faces(Guid id, IStore store, Recognizer recognizer, CancellationToken cancellation) =>
        TypedResults.Ok(PersonView.Of(await FindAsync(store, id, cancellation), recognizer.Pack.Id).Faces);

    private static async Task<NoContent> RemoveFace(Guid id, Guid face, HttpContext context, IStore store, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        await store.Gallery.RemoveFaceAsync(id, face, cancellation);
        await store.Audit.AppendAsync(new AuditEvent("face.removed", caller.Name, id, Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<FileContentHttpResult> Photo(Guid id, Guid face, HttpContext context, IStore store, CancellationToken cancellation)
    {
        byte[] photo = await store.Gallery.PhotoAsync(id, face, cancellation) ?? throw Problem.NotFound.With("No photo was kept of this face.");
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("photo.shown", caller.Name, id, Address: caller.Address), cancellation);
        return TypedResults.Bytes(photo, photo is [0xFF, 0xD8, ..] ? "image/jpeg" : "image/png");
    }

    private static async Task<FileContentHttpResult> Thumbnail(Guid id, HttpContext context, IStore store, Thumbnails thumbnails, CancellationToken cancellation)
    {
        var person = await FindAsync(store, id, cancellation);
        byte[] picture = await thumbnails.OfAsync(person, context.GetCaller(), cancellation) ?? throw Problem.NotFound.With("No photo was kept of this person.");
        return TypedResults.Bytes(picture, "image/jpeg");
    }

    private static async Task<Person> FindAsync(IStore store, Guid id, CancellationToken cancellation) =>
        await store.Gallery.FindAsync(id, cancellation) ?? throw new PersonNotFoundException(id.ToString());

    private static Created<EnrolledView> Created(HttpContext context, EnrolmentOutcome.Enrolled enrolled, Recognizer recognizer, Caller caller) =>
        TypedResults.Created($"{context.Request.PathBase}/v1/people/{enrolled.Person.Id}", EnrolledView.Of(enrolled, recognizer.Pack.Id, caller));
}
