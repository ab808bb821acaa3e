using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Semblance.Server.Tests.Http;

/// <summary>The OpenAPI document and the service say the same.</summary>
public sealed partial class OpenApiTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly HttpMethod[] s_methods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete];

    [Fact]
    public async Task Document_EveryAddressOfTheService_StandsInIt()
    {
        string[] undocumented = ["/openapi/{documentName}.json", "/scalar", "/scalar/scalar.js", "/metrics"];
        var documented = (await OperationsAsync()).Select(operation => $"{operation.Method.Method} {operation.Path}").ToHashSet();

        var missing = service.Routes.Select(route => Constraint().Replace(route, "}").TrimEnd('/'))
            .Where(route => route.Contains("/v1") || route.Contains("/health") || route.Contains("/.well-known/jwks"))
            .Where(route => !undocumented.Any(route.EndsWith) && !documented.Contains(route));

        Assert.Empty(missing);
    }

    [Fact]
    public async Task Operations_AskedWithoutSense_AnswerAsDocumented()
    {
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            string address = Parameter().Replace(path, Guid.NewGuid().ToString());
            foreach (string? role in (string?[])[null, "admin"])
            {
                var response = await service.SendAsync(role, method, address, method == HttpMethod.Get || method == HttpMethod.Delete ? null : JsonContent.Create(new { }));

                var documented = operation.GetProperty("responses");
                Assert.True(documented.TryGetProperty(((int)response.StatusCode).ToString(), out var answer), $"{method} {path} ({role}) answered {(int)response.StatusCode}, which is not in the document.");
                string? type = response.Content.Headers.ContentType?.MediaType;
                Assert.True(type is null || answer.TryGetProperty("content", out var content) && content.TryGetProperty(type, out _), $"{method} {path} answered {type}, which is not in the document.");
            }
        }
    }

    [Fact]
    public async Task Operations_OfTheDocument_SayWhatTheyDoAndWhoMay()
    {
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()), $"{method} {path} has no summary.");
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("operationId").GetString()));
            bool needsKey = (await service.SendAsync(null, method, Parameter().Replace(path, Guid.NewGuid().ToString()), null)).StatusCode == HttpStatusCode.Unauthorized;
            Assert.True(operation.TryGetProperty("security", out _) == (needsKey && path != "/v1/login"), $"{method} {path}: security in the document and in the service differ.");
        }
    }

    [Fact]
    public async Task Document_Server_IsTheServiceAsItWasReached()
    {
        var document = await Answers.JsonAsync(await service.GetAsync(null, "/openapi/v1.json"));

        Assert.Equal(service.Address.GetLeftPart(UriPartial.Authority), Assert.Single(document.GetProperty("servers").EnumerateArray()).GetProperty("url").GetString());
    }

    [Fact]
    public async Task Document_References_Resolve()
    {
        var document = await Answers.JsonAsync(await service.GetAsync(null, "/openapi/v1.json"));
        foreach (Match reference in Reference().Matches(document.GetRawText()))
        {
            var at = document;
            foreach (string step in reference.Groups[1].Value.Split('/'))
                Assert.True(at.TryGetProperty(step, out at), $"{reference.Value} leads nowhere.");
        }
        Assert.DoesNotContain("Embedding", document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name));
    }

    [Fact]
    public async Task ReferencePage_AsksNobodyElse()
    {
        var page = await service.GetAsync(null, "/scalar");
        string html = await page.Content.ReadAsStringAsync();

        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
        Assert.DoesNotContain("'unsafe-inline'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")).Split(';').Single(part => part.Contains("script-src")));
        var script = await service.GetAsync(null, "/scalar/scalar.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Contains("function", await script.Content.ReadAsStringAsync());
    }

    private async Task<List<(HttpMethod Method, string Path, JsonElement Operation)>> OperationsAsync()
    {
        var document = await Answers.JsonAsync(await service.GetAsync(null, "/openapi/v1.json"));
        var operations = new List<(HttpMethod, string, JsonElement)>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in s_methods)
            {
                if (path.Value.TryGetProperty(method.Method.ToLowerInvariant(), out var operation))
                    operations.Add((method, path.Name, operation));
            }
        }
        Assert.True(operations.Count > 25, $"Only {operations.Count} operations are in the document.");
        return operations;
    }

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"\\$ref\": ?\"#/([^\"]+)\"")]
    private static partial Regex Reference();
}
