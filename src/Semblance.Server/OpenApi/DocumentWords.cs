using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Semblance.Server.Access;

namespace Semblance.Server.OpenApi;

/// <summary>What the document says of the service as a whole: how to say who asks, and what errors look like.</summary>
internal sealed class DocumentWords : IOpenApiDocumentTransformer
{
    /// <summary>A key in the header.</summary>
    public const string KeyScheme = "key";

    /// <summary>The cookie of a page.</summary>
    public const string PageScheme = "page";

    /// <summary>The name of the schema of errors.</summary>
    public const string ProblemSchema = "Problem";

    private static readonly (string Name, string Words)[] s_tags =
    [
        ("Questions", "About photos: compare, verify, identify."),
        ("Sessions", "Live frames over a WebSocket; docs/api.md describes the messages."),
        ("Tokens", "Signed answers."),
        ("People", "Who is enrolled."),
        ("Access", "Pages that are opened with a key."),
        ("Keys", "The keys of programs and kiosks."),
        ("Devices", "Kiosks: registered once, begun by a face."),
        ("Links", "One-time links that open the page on another device."),
        ("Attendance", "Who was recognised on which day."),
        ("Audit", "What happened."),
        ("Settings", "What administrators change while the service runs."),
        ("Retention", "What expires, and when."),
        ("Webhooks", "What another program is told of decisions."),
        ("Packs", "The model packs."),
        ("Health", "Whether the service works."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Semblance",
            Version = "v1",
            Description = "Is this face the person it claims to be? A self-hosted service: enrolment, verification (1:1), identification (1:N), live sessions. "
                + "Errors are RFC 9457 documents with a stable `code`. Sessions check whether a live person is before the camera (setting Liveness:Policy); a still photo is never live, so answers about photos say `notChecked`.",
        };
        document.Tags = new HashSet<OpenApiTag>(s_tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Words }));
        // As whoever asks for the document reaches the service, below a proxy's path too.
        var request = context.ApplicationServices.GetRequiredService<IHttpContextAccessor>().HttpContext!.Request;
        document.Servers = [new OpenApiServer { Url = $"{request.Scheme}://{request.Host}{request.PathBase}" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "smb_...", Description = "A key of the service: verify < enroll < admin." },
            [PageScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "semblance",
                Description = $"The cookie of POST /v1/login (over https: __Host-semblance). Requests that change anything need the header {OwnPageRule.Header}: 1.",
            },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchema] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "An error (RFC 9457).",
            Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("The kind as a URI."),
                ["title"] = Text("The kind in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("This case in words."),
                ["code"] = Text("The kind as a stable code."),
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
