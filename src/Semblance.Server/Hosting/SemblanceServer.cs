using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Server.Access;
using Semblance.Server.Attendance;
using Semblance.Server.Audit;
using Semblance.Server.Decisions;
using Semblance.Server.Devices;
using Semblance.Server.Engine;
using Semblance.Server.Health;
using Semblance.Server.Keys;
using Semblance.Server.Links;
using Semblance.Server.Metrics;
using Semblance.Server.Oidc;
using Semblance.Server.OpenApi;
using Semblance.Server.Packs;
using Semblance.Server.Pages;
using Semblance.Server.People;
using Semblance.Server.Problems;
using Semblance.Server.Questions;
using Semblance.Server.Retention;
using Semblance.Server.Sessions;
using Semblance.Server.Settings;
using Semblance.Server.Throttling;
using Semblance.Server.Tokens;
using Semblance.Server.Uploads;
using Semblance.Server.Webhooks;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.Hosting;

/// <summary>Puts the service together: every feature stands here once with its services and once with its addresses.</summary>
internal static class SemblanceServer
{
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(10);

    /// <summary>Makes the service. It takes over the engine; the store stays the caller's, and must outlive it.</summary>
    /// <param name="options">The settings, as <see cref="ServerSettings.Read"/> checked them.</param>
    /// <param name="store">Everything that is kept.</param>
    /// <param name="engine">The running pack.</param>
    /// <param name="logging">Where the log goes; null: nowhere.</param>
    /// <param name="tracker">Makes what follows points from frame to frame for the liveness check of motion; null: it is judged by the landmarks alone.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SettingsException">A setting cannot be, or the pack cannot do what it asks for.</exception>
    /// <exception cref="StoreException">The store does not give the keys of the service.</exception>
    /// <exception cref="PackException">The pack cannot serve.</exception>
    public static Task<WebApplication> BuildAsync(
        ServerOptions options, IStore store, FaceEngine engine, Action<ILoggingBuilder>? logging = null, Func<IPointTracker>? tracker = null, CancellationToken cancellation = default) =>
        BuildAsync(options, store, engine, logging, tracker, replace: null, cancellation);

    /// <summary>The same, with services of a test's own in place of some, such as what challenges are drawn from.</summary>
    internal static async Task<WebApplication> BuildAsync(
        ServerOptions options, IStore store, FaceEngine engine, Action<ILoggingBuilder>? logging, Func<IPointTracker>? tracker, Action<IServiceCollection>? replace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(engine);
        if (engine.Pack.Comparator != Comparator.Cosine)
            throw new PackException($"The pack {engine.Pack.Manifest.Name} compares by {engine.Pack.Comparator.Name}: the service needs a pack that compares by cosine, such as the built-in one.");
        RequireCarried(options, engine.Pack);

        // Empty: nothing but the settings decides what the service does, no variables of the framework's own and no file of the working directory.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SemblanceServer).Assembly.GetName().Name });
        logging?.Invoke(builder.Logging);
        builder.Listen(options);
        AddServices(builder.Services, options, store, engine);
        await AddKeysAsync(builder.Services, options, store, cancellation);
        var liveness = StartLiveness(options, engine, tracker);
        builder.Services.AddSingleton(_ => liveness);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.Services.GetRequiredService<LivenessChecks>().Announce(app.Services.GetRequiredService<ILogger<LivenessChecks>>());
        if (store.PeopleWithoutKeys.Count > 0)
            NameWithoutKeys(app, store.PeopleWithoutKeys);
        var pages = new PageFiles(options.Page);
        Use(app, options, pages);
        Map(app, options, pages);
        AccessRules.RequireRules(app);
        return app;
    }

    private static void NameWithoutKeys(WebApplication app, IReadOnlyList<Guid> people)
    {
        string ids = string.Join(", ", people);
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SemblanceServer)).LogWarning(
            "gallery.keys is older than gallery.db, so some people cannot be recognised: {People}. Put the newest one back and start again, or remove them and enrol them again.", ids);
    }

    private static void RequireCarried(ServerOptions options, ModelPack pack)
    {
        try
        {
            _ = pack.ThresholdFor(options.Decision.Fmr);
        }
        catch (PackException e) when (options.Decision.Fmr is not null)
        {
            throw ServerSettings.Wrong("Decision:Fmr", e.Message);
        }
    }

    private static LivenessChecks StartLiveness(ServerOptions options, FaceEngine engine, Func<IPointTracker>? tracker)
    {
        try
        {
            return LivenessChecks.Start(options.Liveness, engine, tracker);
        }
        catch (LivenessUnavailableException e)
        {
            throw ServerSettings.Wrong("Liveness:Policy", e.Message);
        }
    }

    /// <summary>The address of the page as a browser on this machine opens it.</summary>
    /// <param name="url">An address that the service listens on.</param>
    public static string PageAddress(string url)
    {
        var address = BindingAddress.Parse(url);
        string host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}/";
    }

    /// <summary>Makes the one-time link that opens the page for the first administrator, within a day.</summary>
    /// <param name="app">The service.</param>
    /// <param name="key">The administrator's key.</param>
    /// <returns>What follows the page's address: a fragment, which browsers send to nobody.</returns>
    public static string LinkOfFirstAdministrator(WebApplication app, AccessKey key)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var link = new OneTimeLink(new Grant(Guid.NewGuid(), LinkAction.Open, Role.Admin), key.Id, key.Name, now, now + TimeSpan.FromDays(1));
        return $"#link={app.Services.GetRequiredService<OneTimeLinks>().Add(link)}";
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, IStore store, FaceEngine engine)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = s_shutdown);
        services.AddRouting();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.MaxDepth = 16;
        });
        services.AddExceptionHandler<ProblemWriter>();

        services.AddEngine(engine, options.Camera, options.Limits.OfEngine);
        services.AddAccess(options.SignIn);
        services.AddThrottling(options.Limits.OfCallers);
        services.AddSingleton(options.Decision).AddSingleton<CurrentSettings>();
        services.AddSingleton(new StartSettings(
            options.Liveness.MaySpareLight, options.Camera.Rotate, options.Page.Offered, [.. options.Oidc.Clients.Select(client => new ProgramView(client.Id, client.Name ?? client.Id, client.RedirectUris))]));
        services.AddSingleton<Enrolment>().AddSingleton<Thumbnails>();
        services.AddSingleton(provider => new Merger(store, engine.Pack));
        services.AddSingleton<PhotoQuestions>();
        services.AddMeasurements();
        services.AddSingleton(provider => new LockOut(store.Attempts, provider.GetRequiredService<TimeProvider>())).AddHostedService<OwedReleasesService>();
        services.AddSingleton<Claims>();
        services.AddSingleton<DecisionLog>();
        services.AddSingleton<RefusedLogins>().AddSingleton<OneTimeLinks>();
        services.AddSingleton<IChallengeSource>(_ => new RandomChallenges(options: engine.Pack.Liveness.Challenge));
        services.AddSessions(options.Limits.OfSessions);
        services.AddTokens();
        services.AddWebhooks(options.Webhook);
        services.AddRetention();
        services.AddDescription();
    }

    // What signs: read, or made the first time, before anything is served.
    private static async Task AddKeysAsync(IServiceCollection services, ServerOptions options, IStore store, CancellationToken cancellation)
    {
        var signer = await TokenSigner.OpenAsync(store.Secrets, options.Tokens, ListenAddress.Parse(options)[0].ToOpen, TimeProvider.System, cancellation);
        services.AddSingleton(_ => signer);
        if (options.Oidc.Clients.Count > 0)
        {
            await services.AddOidcAsync(options.Oidc, store.Secrets, cancellation);
            // It brings ASP.NET's data protection, which nothing here uses and which would put keys into the user's folder at the start.
            foreach (var starter in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
                services.Remove(starter);
        }
    }

    private static void Map(WebApplication app, ServerOptions options, PageFiles pages)
    {
        app.MapPages(pages);
        app.MapLogin();
        app.MapPeople();
        app.MapTransfer();
        app.MapMistakes();
        app.MapQuestions();
        app.MapKeys();
        app.MapDevices();
        app.MapLinks();
        app.MapAudit();
        app.MapAttendance();
        app.MapPacks();
        app.MapSettings();
        app.MapWebhooks();
        app.MapRetention();
        app.MapLockOuts();
        app.MapHealth();
        app.MapMeasurements(options.Metrics, isBehindProxy: ServerSettings.Split(options.ForwardedHeaders.KnownProxies).Length > 0);
        app.MapSessions();
        app.MapTokens();
        if (options.Oidc.Clients.Count > 0)
            app.MapOidc(options.Oidc, pages);
        app.MapDescription();
    }

    private static void Use(WebApplication app, ServerOptions options, PageFiles pages)
    {
        app.UseRequestLog();
        app.UseSecurityHeaders(options.Embedding);
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(status => PageFiles.IsWantedBy(status.HttpContext) ? pages.WriteUnknownAsync(status.HttpContext) : ProblemWriter.WriteStatusAsync(status));
        app.UseKnownProxies(options);
        app.UsePathBaseOf(options);
        app.UseKnownHosts(ListenAddress.AllowedHosts(options));
        app.UseHsts();
        app.UseAddressLimits();
        app.UseKnownCharsets();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseOwnPageRule();
        app.UseKeyLimits();
        app.UseAuthorization();
        app.UseBodyLimits();
        app.UseWebSockets();
    }
}
