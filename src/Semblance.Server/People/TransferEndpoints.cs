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
            .TakesForm(new FormPart("file", IsFile: true), new FormPart("passphrase")).Answers<PersonView>(201, Problem.NameTaken, Problem.UnusableFile);
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

    private static async Task<Created<PersonView>> Import(HttpContext context, IStore store, Recognizer recognizer, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(context.Request, null, cancellation);
        byte[] file = form.File("file");
        string passphrase = form.Text("passphrase");
        var person = await recognizer.Workers.RunAsync(() => SealedPerson.Open(file, passphrase), cancellation);
        var added = (await store.Gallery.AddAsync(person, null, cancellation)).Value;
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("person.imported", caller.Name, added.Id, Detail: $"{added.Faces.Count} faces", Address: caller.Address), CancellationToken.None);
        return TypedResults.Created($"/v1/people/{added.Id}", PersonView.Of(added, recognizer.Pack.Id));
    }
}
