using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Liveness;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Server.Access;
using Semblance.Server.Audit;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Server.Health;
using Semblance.Server.Keys;
using Semblance.Server.Metrics;
using Semblance.Server.Oidc;
using Semblance.Server.OpenApi;
using Semblance.Server.Packs;
using Semblance.Server.Pages;
using Semblance.Server.People;
using Semblance.Server.Problems;
using Semblance.Server.Questions;
using Semblance.Server.Sessions;
using Semblance.Server.Settings;
using Semblance.Server.Throttling;
using Semblance.Server.Tokens;
using Semblance.Server.Webhooks;
using Semblance.Storage;

namespace Semblance.Server.Hosting;

/// <summary>Puts the service together: every feature stands here once with its services and once with its addresses.</summary>
public static class SemblanceServer
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
        var liveness = LivenessChecks.Start(options, engine, tracker);
        builder.Services.AddSingleton(_ => liveness);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.Services.GetRequiredService<LivenessChecks>().Announce(app.Services.GetRequiredService<ILogger<LivenessChecks>>());
        Use(app, options);
        Map(app);
        AccessRules.RequireRules(app);
        return app;
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

    /// <summary>The address of the page as a browser on this machine opens it.</summary>
    /// <param name="url">An address that the service listens on.</param>
    public static string PageAddress(string url)
    {
        var address = BindingAddress.Parse(url);
        string host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}/";
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, IStore store, FaceEngine engine)
    {
        services.AddSingleton(options);
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

        services.AddEngine(options, engine);
        services.AddAccess();
        services.AddThrottling(options);
        services.AddSingleton<CurrentSettings>();
        services.AddSingleton<Enrolment>();
        services.AddSingleton<PhotoQuestions>();
        services.AddMeasurements();
        services.AddSingleton(provider => new LockOut(store.Attempts, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Claims>();
        services.AddSingleton<DecisionLog>();
        services.AddSingleton<IChallengeSource>(_ => new RandomChallenges(options: engine.Pack.Liveness.Challenge));
        services.AddSessions();
        services.AddTokens();
        services.AddWebhooks();
        services.AddDescription();
    }

    // What signs: read, or made the first time, before anything is served.
    private static async Task AddKeysAsync(IServiceCollection services, ServerOptions options, IStore store, CancellationToken cancellation)
    {
        var signer = await TokenSigner.OpenAsync(store.Secrets, options.Tokens, ListenAddress.Parse(options)[0].ToOpen, TimeProvider.System, cancellation);
        services.AddSingleton(_ => signer);
        if (options.Oidc.Clients.Count > 0)
        {
            await services.AddOidcAsync(options, store.Secrets, cancellation);
            // It brings ASP.NET's data protection, which nothing here uses and which would put keys into the user's folder at the start.
            foreach (var starter in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
                services.Remove(starter);
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapPages();
        app.MapLogin();
        app.MapPeople();
        app.MapTransfer();
        app.MapQuestions();
        app.MapKeys();
        app.MapAudit();
        app.MapPacks();
        app.MapSettings();
        app.MapLockOuts();
        app.MapHealth();
        app.MapMeasurements();
        app.MapSessions();
        app.MapTokens();
        if (app.Services.GetRequiredService<ServerOptions>().Oidc.Clients.Count > 0)
            app.MapOidc();
        app.MapDescription();
    }

    private static void Use(WebApplication app, ServerOptions options)
    {
        app.UseRequestLog();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ProblemWriter.WriteStatusAsync);
        app.UseKnownProxies(options);
        app.UseKnownHosts(ListenAddress.AllowedHosts(options));
        app.UseHsts();
        app.UseAddressLimits();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseOwnPageRule();
        app.UseKeyLimits();
        app.UseAuthorization();
        app.UseBodyLimits(options.Limits.BodyBytes);
        app.UseWebSockets();
    }
}
