using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Server.Uploads;
using Semblance.Storage;

namespace Semblance.Server.Questions;

/// <summary>Questions about photos.</summary>
internal static class QuestionEndpoints
{
    private static readonly Problem[] s_problems = [Problem.InvalidRequest, Problem.PhotoUnreadable, Problem.PackUnavailable];

    public static void MapQuestions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Questions");
        group.MapPost("/compare", Compare).Needs(Role.Verify).WithSummary("Do two photos show one person?")
            .TakesForm(new FormPart("first", IsFile: true), new FormPart("second", IsFile: true)).Answers<AnswerView>(200, s_problems);
        group.MapPost("/verify", Verify).Needs(Role.Verify).WithSummary("Is this the person?")
            .WithDescription("`person` is an id or a name. An unknown person and a wrong face give the same answer. After 5 failures in a row the person, and the address, must wait (lockedOut).")
            .TakesForm(new FormPart("photo", IsFile: true), new FormPart("person")).Answers<AnswerView>(200, [.. s_problems, Problem.LockedOut]);
        group.MapPost("/identify", Identify).Needs(Role.Verify).WithSummary("Who is this, or nobody?")
            .TakesForm(new FormPart("photo", IsFile: true)).Answers<AnswerView>(200, [.. s_problems, Problem.LockedOut]);
    }

    private static async Task<Ok<AnswerView>> Compare(HttpContext context, PhotoQuestions questions, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(context.Request, null, cancellation);
        return TypedResults.Ok(await questions.CompareAsync(form.File("first"), form.File("second"), context.GetCaller(), cancellation));
    }

    private static async Task<Ok<AnswerView>> Verify(HttpContext context, PhotoQuestions questions, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(context.Request, null, cancellation);
        return TypedResults.Ok(await questions.VerifyAsync(form.File("photo"), form.Text("person"), context.GetCaller(), cancellation));
    }

    private static async Task<Ok<AnswerView>> Identify(HttpContext context, PhotoQuestions questions, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(context.Request, "photo", cancellation);
        return TypedResults.Ok(await questions.IdentifyAsync(form.File("photo"), context.GetCaller(), cancellation));
    }
}
