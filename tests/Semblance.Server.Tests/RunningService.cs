using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Semblance.Liveness;
using Semblance.Server.Hosting;
using Semblance.Server.Sessions;
using Semblance.Storage;
using Semblance.Storage.Encryption;
using Semblance.Storage.Postgres;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Server.Tests;

/// <summary>The service itself in this process: a port of its own, a store in a temporary folder, the built-in pack, a key of each role.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    // Tests of anything but liveness are about recognition, and their clips are anybody's: liveness is off for them. Those of liveness say what they ask for.
    // As many may wait on a machine with one processor as on one with four.
    private readonly Dictionary<string, string?> _settings = new() { ["Urls"] = "http://127.0.0.1:0", ["Liveness:Policy"] = "off", ["Limits:Queue"] = "32" };
    private readonly Dictionary<string, string> _keys = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly KeptLog _log = new();
    private WebApplication? _app;
    private IChallengeSource? _challenges;
    private Func<ModelPack> _pack = ModelPack.Builtin;
    private Func<string, Task<IStore>> _open = async home => await SqliteStore.OpenAsync(StoreOptions.InHome(home));

    public IStore Store { get; private set; } = null!;

    public Uri Address => new(_app!.Urls.First());

    public string AdminKey => _keys["admin"];

    /// <summary>Every address as method and pattern, such as GET /v1/people/{id:guid}.</summary>
    public IEnumerable<string> Routes => _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));

    /// <summary>The service's log by now, one entry a line.</summary>
    internal IReadOnlyCollection<string> Log => _log.Lines;

    public string Home => _folder.Path;

    /// <summary>A service with settings of a test's own.</summary>
    public static async Task<RunningService> StartAsync(params (string Name, string Value)[] settings)
    {
        var service = new RunningService();
        foreach (var (name, value) in settings)
            service._settings[name] = value;
        await service.InitializeAsync();
        return service;
    }

    /// <summary>A node on a PostgreSQL database that others share.</summary>
    internal static async Task<RunningService> StartNodeAsync(string database, string masterKey)
    {
        var service = new RunningService
        {
            _open = async _ => await PostgresStore.OpenAsync(new PostgresOptions(PostgresAddress.Parse(database), MasterKeySource.File(masterKey))),
        };
        await service.InitializeAsync();
        return service;
    }

    /// <summary>The same with challenges that the test knows, and a pack of its own; null: the built-in one.</summary>
    internal static async Task<RunningService> StartAsync(IChallengeSource challenges, Func<ModelPack>? pack, params (string Name, string Value)[] settings)
    {
        var service = new RunningService { _challenges = challenges, _pack = pack ?? ModelPack.Builtin };
        foreach (var (name, value) in settings)
            service._settings[name] = value;
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync()
    {
        Store = await _open(_folder.Path);
        foreach (var role in Enum.GetValues<Role>())
            _keys[role.ToString().ToLowerInvariant()] = (await Store.Keys.CreateAsync(new NewAccessKey($"{role} key", role))).Text;
        await ServeAsync();
    }

    /// <summary>Stops it and starts it again, on the same address with the same folder.</summary>
    public async Task RestartAsync()
    {
        _settings["Urls"] = Address.GetLeftPart(UriPartial.Authority);
        await StopAsync();
        Store = await _open(_folder.Path);
        await ServeAsync();
    }

    private async Task ServeAsync()
    {
        var options = ServerSettings.Read(ServerSettings.Sources(_folder.Path, null, _settings), _folder.Path);
        _app = await SemblanceServer.BuildAsync(options, Store, _pack().Start(), logging => logging.AddProvider(_log), tracker: null, replace: Replace, CancellationToken.None);
        await _app.StartAsync();
    }

    /// <summary>The key of a role; null for nobody.</summary>
    public string? KeyOf(string? role) => role is null ? null : _keys[role];

    /// <summary>A request with the key of a role; null for nobody.</summary>
    public Task<HttpResponseMessage> SendAsync(string? role, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
        if (KeyOf(role) is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string? role, string path) => SendAsync(role, HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string? role, string path, object json) => SendAsync(role, HttpMethod.Post, path, JsonContent.Create(json));

    /// <summary>Enrols somebody by a photo of LFW and returns the person as JSON.</summary>
    public async Task<JsonElement> EnrolAsync(string name, params string[] photos) => await Answers.JsonAsync(await TryEnrolAsync("admin", name, photos), HttpStatusCode.Created);

    public Task<HttpResponseMessage> TryEnrolAsync(string role, string name, string[] photos, bool keepPhotos = false, string? idempotencyKey = null, bool allowDuplicate = false)
    {
        var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new StringContent("I agree."), "consent" }, { new StringContent(keepPhotos ? "true" : "false"), "keepPhotos" } };
        if (allowDuplicate)
            form.Add(new StringContent("true"), "allowDuplicate");
        foreach (string photo in photos)
            form.Add(Faces.Part(photo), "photo", "photo.jpg");
        return SendAsync(role, HttpMethod.Post, "/v1/people", form, idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);
    }

    private void Replace(IServiceCollection services)
    {
        // A clip that is sent on a busy machine, frame by frame as each is answered, falls behind its own clock further than a camera does.
        var limits = (SessionLimits)services.Last(service => service.ServiceType == typeof(SessionLimits)).ImplementationInstance!;
        services.AddSingleton(limits with { ClockBehind = TimeSpan.FromMinutes(2) });
        if (_challenges is { } challenges)
            services.AddSingleton(challenges);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            await Store.DisposeAsync();
        }
    }
}

/// <summary>A log that a test can read.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}{exception}");

    public void Dispose()
    {
    }
}

/// <summary>Photos of LFW.</summary>
internal static class Faces
{
    public static string Lfw(string person, int number) => TestData.Require($"lfw-dev/images/{person}/{person}_{number:0000}.jpg");

    public static ByteArrayContent Part(string file) => Part(File.ReadAllBytes(file));

    public static ByteArrayContent Part(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

    /// <summary>A form with one photo and texts.</summary>
    public static MultipartFormDataContent Form(string photo, params (string Name, string Value)[] texts)
    {
        var form = new MultipartFormDataContent { { Part(photo), "photo", "photo.jpg" } };
        foreach (var (name, value) in texts)
            form.Add(new StringContent(value), name);
        return form;
    }
}

/// <summary>What the service answered.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Asserts that the answer is a problem of RFC 9457 with this status and code, and returns it.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status, string code)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal((code, status), (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("detail").GetString()));
        return problem;
    }
}
