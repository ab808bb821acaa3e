using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Semblance.Server.Problems;

namespace Semblance.Server.OpenApi;

/// <summary>What the document says of one operation beside its types: forms, errors with their codes, who may ask, examples.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId = OperationIdOf(context.Description.HttpMethod ?? "GET", context.Description.RelativePath ?? "");
        if (metadata.OfType<FormDescription>().LastOrDefault() is { } form)
            operation.RequestBody = await BodyAsync(form, context, cancellationToken);
        bool needsKey = metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
        if (needsKey)
        {
            operation.Security = [Requirement(DocumentWords.KeyScheme, context), Requirement(DocumentWords.PageScheme, context)];
            string role = metadata.OfType<IAuthorizeData>().Last().Policy!;
            operation.Description = $"{operation.Description} Role: {(role == "signIn" ? "verify; none where the sign-in page is public" : role.ToLowerInvariant())}.".TrimStart();
        }
        AddProblems(operation, [.. Always(needsKey, operation.RequestBody is not null, context.Description.RelativePath ?? ""), .. metadata.OfType<ProblemDescription>().SelectMany(description => description.Problems)], context);
        AddExamples(operation, context.Description.RelativePath ?? "");
    }

    // What every operation of its kind may answer.
    private static IEnumerable<Problem> Always(bool needsKey, bool hasBody, string path) =>
    [
        Problem.InvalidRequest, Problem.TooManyRequests, Problem.Overloaded,
        .. needsKey ? [Problem.NotAuthenticated, Problem.NotAllowed] : (Problem[])[],
        .. hasBody ? [Problem.TooLarge, Problem.UnsupportedMediaType, Problem.BadOrigin, Problem.TooSlow] : (Problem[])[],
        .. path.Contains('{') ? [Problem.NotFound] : (Problem[])[],
    ];

    private static void AddProblems(OpenApiOperation operation, IReadOnlyList<Problem> problems, OpenApiOperationTransformerContext context)
    {
        operation.Responses ??= [];
        foreach (var sameStatus in problems.Distinct().GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            operation.Responses[sameStatus.Key.ToString()] = new OpenApiResponse
            {
                Description = string.Join(" ", sameStatus.Select(problem => $"`{problem.Code}`: {problem.Title}")),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference(DocumentWords.ProblemSchema, context.Document), Example = ExampleOf(sameStatus.First()),
                    },
                },
            };
        }
    }

    private static JsonObject ExampleOf(Problem problem) => new()
    {
        ["type"] = $"urn:semblance:problem:{problem.Code}", ["title"] = problem.Title, ["status"] = problem.Status, ["detail"] = problem.Title, ["code"] = problem.Code,
    };

    private static async Task<OpenApiRequestBody> BodyAsync(FormDescription form, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = form.Parts.Where(part => part.IsRequired).Select(part => part.Name).ToHashSet(),
            Properties = form.Parts.ToDictionary(part => part.Name, part => (IOpenApiSchema)(part.IsFile
                ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "A photo: JPEG, PNG, WebP or BMP." }
                : new OpenApiSchema { Type = JsonSchemaType.String })),
        };
        var content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new OpenApiMediaType { Schema = schema } };
        if (form.Json is { } json)
            content[Json] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(json, null, cancellation) };
        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiOperationTransformerContext context) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

    private static string OperationIdOf(string method, string path) => string.Concat(
        (string[])[method.ToLowerInvariant(), .. path.Split(['/', '{', '}', '-', '.', ':'], StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ("v1" or "guid")).Select(part => char.ToUpperInvariant(part[0]) + part[1..])]);

    private static void AddExamples(OpenApiOperation operation, string path)
    {
        bool isPost = operation.OperationId!.StartsWith("post", StringComparison.Ordinal);
        var answered = operation.Responses?.Values.FirstOrDefault(response => response.Content?.ContainsKey(Json) == true)?.Content?[Json];
        if (answered is not null && Examples.Answers.TryGetValue((path, isPost), out string? answer))
            answered.Example = JsonNode.Parse(answer);
        if (operation.RequestBody?.Content is { } content && content.TryGetValue(Json, out var body) && Examples.Requests.TryGetValue(path, out string? request))
            body.Example = JsonNode.Parse(request);
    }
}
