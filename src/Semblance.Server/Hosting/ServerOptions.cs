using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.Metrics;
using Semblance.Server.Oidc;
using Semblance.Server.Pages;
using Semblance.Server.Sessions;
using Semblance.Server.Settings;
using Semblance.Server.Throttling;
using Semblance.Server.Tokens;
using Semblance.Server.Webhooks;

namespace Semblance.Server.Hosting;

/// <summary>
/// The settings of the service. They come from flags, from the environment (<c>SEMBLANCE__DECISION__FMR=0.001</c>) and from the section
/// <c>Semblance</c> of appsettings.json; <see cref="ServerSettings"/> reads and checks them.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary>Where the service listens when nobody says otherwise.</summary>
    public const string DefaultUrls = "http://localhost:5180";

    /// <summary>Addresses to listen on, separated by semicolons. Plain http only on this machine, unless <see cref="HttpsOptions.AllowHttp"/>.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The folder with the gallery, keys and certificate; no setting, but what <see cref="ServerSettings.Read"/> was given.</summary>
    public string Home { get; internal init; } = "";

    /// <summary>The model pack: a folder, or the name of an installed one; null: the built-in pack.</summary>
    public string? Pack { get; init; }

    /// <summary>Where people, keys and the log are kept.</summary>
    public GalleryOptions Gallery { get; init; } = new();

    /// <summary>Host names that requests may name beside this machine's own; separated by semicolons.</summary>
    public string AllowedHosts { get; init; } = "";

    /// <summary>
    /// The path that the service lies under at its proxy, such as <c>/face</c>; empty: none. A proxy that is known (<see cref="ForwardedHeaders"/>) may say it instead, as X-Forwarded-Prefix.
    /// </summary>
    public string PathBase { get; init; } = "";

    /// <summary>How decisions are made.</summary>
    public DecisionOptions Decision { get; init; } = new();

    /// <summary>Whether a live person is asked for.</summary>
    public LivenessOptions Liveness { get; init; } = new();

    /// <summary>The cameras that sessions look through.</summary>
    public CameraOptions Camera { get; init; } = new();

    /// <summary>The sign-in page.</summary>
    public SignInOptions SignIn { get; init; } = new();

    /// <summary>The page and its languages.</summary>
    public PageOptions Page { get; init; } = new();

    /// <summary>Other pages that may show the sign-in page inside them.</summary>
    public EmbeddingOptions Embedding { get; init; } = new();

    /// <summary>Signed answers.</summary>
    public TokenOptions Tokens { get; init; } = new();

    /// <summary>What one caller, and all together, may ask for.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Certificates.</summary>
    public HttpsOptions Https { get; init; } = new();

    /// <summary>The measurements at /metrics.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>Who is told of decisions.</summary>
    public WebhookOptions Webhook { get; init; } = new();

    /// <summary>Programs that sign their users in here.</summary>
    public OidcOptions Oidc { get; init; } = new();

    /// <summary>Proxies before the service.</summary>
    public ProxyOptions ForwardedHeaders { get; init; } = new();
}

/// <summary>What one caller, and all together, may ask for.</summary>
internal sealed record LimitOptions
{
    /// <summary>The largest body of a request, in bytes.</summary>
    public int BodyBytes { get; init; } = 10 << 20;

    /// <summary>The largest photo, in pixels; the library reads none of more than 40 million.</summary>
    public long Pixels { get; init; } = PhotoReader.MaximumPixels;

    /// <summary>How long a request may take, in seconds.</summary>
    public int RequestSeconds { get; init; } = 30;

    /// <summary>Requests a minute of one key.</summary>
    public int RequestsPerMinutePerKey { get; init; } = 1200;

    /// <summary>Requests a minute of one network address.</summary>
    public int RequestsPerMinutePerAddress { get; init; } = 1200;

    /// <summary>Requests of one key that are worked on at once.</summary>
    public int RequestsAtOncePerKey { get; init; } = 32;

    /// <summary>Face sessions of one key that wait or run at once.</summary>
    public int SessionsPerKey { get; init; } = 50;

    /// <summary>Face sessions that run at once, whoever began them; more would make all of them too slow.</summary>
    public int SessionsAtOnce { get; init; } = 64;

    /// <summary>Open connections.</summary>
    public int Connections { get; init; } = 500;

    /// <summary>Open connections of one network: an address, or a /64 of IPv6.</summary>
    public int ConnectionsPerAddress { get; init; } = 100;

    /// <summary>Photos that are read at once; 0: as many as there are processors.</summary>
    public int Workers { get; init; }

    /// <summary>Photos that may wait for that; 0: eight for each worker.</summary>
    public int Queue { get; init; }

    // Each feature is given its own.
    internal CallerLimits OfCallers => new()
    {
        BodyBytes = BodyBytes, RequestSeconds = RequestSeconds, RequestsPerMinutePerKey = RequestsPerMinutePerKey,
        RequestsPerMinutePerAddress = RequestsPerMinutePerAddress, RequestsAtOncePerKey = RequestsAtOncePerKey,
    };

    internal SessionLimits OfSessions => new() { PerCaller = SessionsPerKey, Running = SessionsAtOnce };

    internal EngineLimits OfEngine => new(Pixels, Workers, Queue);
}

/// <summary>Where people, keys and the log are kept.</summary>
internal sealed record GalleryOptions
{
    /// <summary>A PostgreSQL database, <c>postgres://user@host/database</c>, that several nodes share, or another folder; null: the home folder.</summary>
    public string? Store { get; init; }
}

/// <summary>Certificates.</summary>
internal sealed record HttpsOptions
{
    /// <summary>Whether the service makes itself a certificate and keeps it in its folder.</summary>
    public bool Enabled { get; init; }

    /// <summary>A certificate to use instead: a PKCS #12 file (.pfx, .p12), or PEM with its private key.</summary>
    public string? Certificate { get; init; }

    /// <summary>The file whose first line is the certificate's password.</summary>
    public string? CertificatePasswordFile { get; init; }

    /// <summary>Whether plain http may be spoken beyond this machine, as behind a proxy that does TLS.</summary>
    public bool AllowHttp { get; init; }
}

/// <summary>Proxies before the service.</summary>
internal sealed record ProxyOptions
{
    /// <summary>Addresses or networks (10.0.0.0/8) whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Prefix are believed, separated by semicolons.</summary>
    public string KnownProxies { get; init; } = "";
}
