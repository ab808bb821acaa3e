using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Semblance.Server.Problems;

namespace Semblance.Server.OpenApi;

/// <summary>A part of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFile">Whether it is a file.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record FormPart(string Name, bool IsFile = false, bool IsRequired = true);

/// <summary>The parts of the form that an endpoint reads by hand.</summary>
/// <param name="Parts">The parts.</param>
/// <param name="Json">The type of the same content as JSON; null where none is taken.</param>
internal sealed record FormDescription(IReadOnlyList<FormPart> Parts, Type? Json);

/// <summary>The errors of an endpoint that have codes of their own.</summary>
/// <param name="Problems">The kinds.</param>
internal sealed record ProblemDescription(IReadOnlyList<Problem> Problems);

/// <summary>What the OpenAPI document says of an endpoint.</summary>
internal static class EndpointDocumentation
{
    /// <summary>It reads JSON or a form.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, params FormPart[] parts) => endpoint.WithMetadata(new FormDescription(parts, typeof(T)));

    /// <summary>It reads a form.</summary>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder endpoint, params FormPart[] parts) => endpoint.WithMetadata(new FormDescription(parts, null));

    /// <summary>It answers with a document, or with one of these errors.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, params Problem[] problems) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]), new ProblemDescription(problems));

    /// <summary>It answers with a status alone, or with one of these errors.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int status, params Problem[] problems) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status), new ProblemDescription(problems));

    /// <summary>It answers with a file, or with one of these errors.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder endpoint, string contentType, params Problem[] problems) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(byte[]), [contentType]), new ProblemDescription(problems));
}
