using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Server.Uploads;
using Semblance.Storage;
using Semblance.Storage.Enrolment;
using Semblance.Storage.Sealing;

namespace Semblance.Server.People;

/// <summary>People in sealed files, for another gallery. Sealing takes a second of work by intent, so it is done on the workers.</summary>
internal static class TransferEndpoints
{
    private const string SealedType = "application/octet-stream";
    private const int LongestPassphrase = 1000;
    private const int LargestFile = 64 << 20;

    public static void MapTransfer(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/v1/people").WithTags("People").Needs(Role.Admin);
        people.MapPost("/{id:guid}/export", Export).WithSummary("Seal a person into a file").WithDescription("Everything that is stored of the person; only the passphrase opens it.")
            .AnswersFile(SealedType, Problem.NotFound, Problem.InvalidRequest);
        people.MapPost("/import", Import).WithSummary("Enrol the person of a sealed file").WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .WithDescription("A face that is enrolled under another name is refused (faceOfSomebodyElse), and so are faces that another pack read, unless allowDuplicate is given.")
            .TakesForm(new FormPart("file", IsFile: true), new FormPart("passphrase"), new FormPart("allowDuplicate", IsRequired: false))
            .Answers<EnrolledView>(201, Problem.NameTaken, Problem.FaceOfSomebodyElse, Problem.UnusableFile);
    }

    private static async Task<FileContentHttpResult> Export(Guid id, ExportRequest request, HttpContext context, IStore store, Recognizer recognizer, CancellationToken cancellation)
    {
        if (request.Passphrase is not { Length: >= SealedPerson.MinimumPassphrase and <= LongestPassphrase })
            throw Problem.InvalidRequest.With($"passphrase has {SealedPerson.MinimumPassphrase} to {LongestPassphrase} characters.");
        var content = await store.Gallery.ContentAsync(id, cancellation) ?? throw new PersonNotFoundException(id.ToString());
        byte[] file = await recognizer.Workers.RunAsync(() => SealedPerson.Seal(content, request.Passphrase), cancellation);
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("person.exported", caller.Name, id, Address: caller.Address), cancellation);
        return TypedResults.Bytes(file, SealedType, "person.sealed");
    }

    private static async Task<Created<EnrolledView>> Import(HttpContext context, Enroller enroller, Recognizer recognizer, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(context.Request, null, cancellation);
        byte[] file = form.File("file");
        string passphrase = form.Text("passphrase");
        bool allowDuplicate = form.Flag("allowDuplicate");
        var person = await recognizer.Workers.RunAsync(() => SealedPerson.Open(file, passphrase), cancellation);
        var caller = context.GetCaller();
        var request = new EnrolmentRequest(new Enrollee.Newcomer(person.Name, person.Consent), person.Faces, new FaceOrigin.Stored(), EnrolmentProblems.ActorOf(caller)) { AllowDuplicate = allowDuplicate };
        var enrolled = EnrolmentProblems.Require(await enroller.EnrolAsync(request, cancellation), caller);
        return TypedResults.Created($"{context.Request.PathBase}/v1/people/{enrolled.Person.Id}", EnrolledView.Of(enrolled, recognizer.Pack.Id, caller));
    }
}
