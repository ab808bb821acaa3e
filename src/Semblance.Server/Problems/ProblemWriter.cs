using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Semblance.Storage;
using Semblance.Storage.Sealing;

namespace Semblance.Server.Problems;

/// <summary>Turns exceptions into RFC 9457 answers. What nobody expected is logged with an id, and only the id is shown.</summary>
internal sealed class ProblemWriter(ILogger<ProblemWriter> log) : IExceptionHandler
{
    private const string ContentType = "application/problem+json";
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
            context.Abort();
            return true;
        }
        await WriteAsync(context, ToProblem(context, exception));
        return true;
    }

    /// <summary>Writes an error as the answer.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException error)
    {
        var response = context.Response;
        response.StatusCode = error.Problem.Status;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.Problem == Problem.NotAuthenticated)
            response.Headers.WWWAuthenticate = new StringValues("Bearer");
        var document = new ProblemDocument($"urn:semblance:problem:{error.Problem.Code}", error.Problem.Title, error.Problem.Status, error.Message, error.Problem.Code);
        return response.WriteAsJsonAsync(document, JsonSerializerOptions.Web, ContentType, CancellationToken.None);
    }

    /// <summary>Gives an answer without a body, made by a part of the framework, the body of its status.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var problem = Problem.OfStatus(http.Response.StatusCode);
        string detail = problem == Problem.MethodNotAllowed ? $"It takes {http.Response.Headers.Allow}."
            : problem == Problem.NotFound ? "Nothing is at this address."
            : problem == Problem.UnsupportedMediaType ? $"The content type {Shorten(http.Request.ContentType)} is not supported here."
            : problem == Problem.Overloaded ? "The request took too long."
            : problem.Title;
        int status = http.Response.StatusCode;
        return WriteAsync(http, (problem with { Status = status }).With(detail, problem == Problem.Overloaded ? s_soon : null));
    }

    private ProblemException ToProblem(HttpContext context, Exception exception) => exception switch
    {
        ProblemException problem => problem,
        OverloadedException => Problem.Overloaded.With(exception.Message, s_soon),
        // The caller is there, so it is the service that gave up: it stops while the request still comes in.
        OperationCanceledException => Problem.Overloaded.With("The service is stopping; ask again in a moment.", s_soon),
        PhotoException photo => Problem.PhotoUnreadable.With($"The photo {photo.Reason}"),
        NameTakenException or PersonNameException => Of(exception),
        PersonNotFoundException => Problem.NotFound.With("Nobody has this id."),
        SealException => Problem.UnusableFile.With(exception.Message),
        LastFaceException => Problem.LastFace.With(exception.Message),
        IdempotencyException => Problem.IdempotencyConflict.With(exception.Message),
        BadHttpRequestException bad => OfBadRequest(bad),
        JsonException json => Problem.InvalidRequest.With($"The JSON cannot be read{Position(json)}."),
        StoreException { Person: not null } => Logged(context, exception, Problem.StoreUnavailable, "What is stored of this person is damaged: an administrator can restore a backup, or remove the person and enrol them again."),
        StoreException { IsDiskFull: true } => Logged(context, exception, Problem.StoreUnavailable, "The disk of the service is full: nothing was stored. An administrator has to make room.", TimeSpan.FromSeconds(60)),
        StoreException => Logged(context, exception, Problem.StoreUnavailable, "The store does not answer; try again later.", TimeSpan.FromSeconds(5)),
        PackException => Logged(context, exception, Problem.PackUnavailable, "The model pack does not carry what the settings ask of it; an administrator can look at GET /v1/packs."),
        _ => Logged(context, exception, Problem.Unexpected, "It was logged"),
    };

    private static ProblemException Of(Exception exception) =>
        exception is NameTakenException ? Problem.NameTaken.With(exception.Message) : Problem.InvalidRequest.With(exception.Message);

    private static ProblemException OfBadRequest(BadHttpRequestException bad)
    {
        string detail = bad.InnerException is JsonException json ? $"The JSON cannot be read{Position(json)}." : bad.Message;
        var problem = Problem.OfStatus(bad.StatusCode);
        return problem.With(problem == Problem.InvalidRequest ? detail : problem.Title);
    }

    private static string Position(JsonException json) => json.LineNumber is { } line ? $" (line {line + 1})" : "";

    private ProblemException Logged(HttpContext context, Exception exception, Problem problem, string detail, TimeSpan? retryAfter = null)
    {
        string id = context.TraceIdentifier;
        log.LogError(exception, "Request {Id} {Method} {Path} failed.", id, context.Request.Method, context.Request.Path.Value);
        return problem.With(problem == Problem.Unexpected ? $"{detail} under {id}." : detail, retryAfter);
    }

    private static string Shorten(string? text) => text is null ? "(none)" : text.Length > 80 ? text[..80] : text;
}

/// <summary>An error as callers see it (RFC 9457).</summary>
/// <param name="Type">The kind as a URI.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">This case in words.</param>
/// <param name="Code">The kind as a stable code.</param>
internal sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string Code);
