using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Numbers;
using Semblance.Server.Hosting;
using Semblance.Storage;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance serve</c>: the service with its page.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> s_urls = Text("--urls", "URLS", $"Addresses to listen on, separated by semicolons. Default: {ServerOptions.DefaultUrls}; with a certificate https://*:5180.");
    private static readonly Option<string?> s_config = Text("--config", "FILE", "An appsettings.json with a section Semblance. appsettings.json in SEMBLANCE_HOME is read before it, the environment and flags after it.");
    private static readonly Option<bool> s_https = new("--https") { Description = "Speak https, with a certificate that is made and kept in SEMBLANCE_HOME. Phones give a page their camera over https only." };
    private static readonly Option<string?> s_certificate = Text("--certificate", "FILE", "Speak https with this certificate: PKCS #12 (.pfx), or PEM with its private key.");
    private static readonly Option<string?> s_certificatePassword = Text("--certificate-password-file", "FILE", "The file whose first line is the certificate's password.");
    private static readonly Option<bool> s_allowHttp = new("--allow-http") { Description = "Allow plain http beyond this machine: only behind a proxy that does TLS." };
    private static readonly Option<double?> s_fpir = NumberOption.Optional<double>("--fpir", "Identify at this false positive identification rate. Default: 0.01.", Limits.Rate);
    private static readonly Option<string?> s_liveness = Text(
        "--liveness", "POLICY", $"What sessions check of whoever is before the camera: {string.Join(", ", LivenessPolicy.All.Select(policy => policy.Name))}. Default: {LivenessPolicy.Challenge.Name}. With off a photo of a person passes for the person.");
    private static readonly Option<string?> s_access = Text("--access", "kiosk|public", "Who may open the sign-in page: kiosk (a browser that was opened with a key, the default) or public (anybody).");
    private static readonly Option<string[]> s_set = new("--set")
    {
        Description = "Any other setting as NAME=VALUE, such as Limits:RequestsPerMinutePerKey=6000; may be repeated. In the environment it is SEMBLANCE__LIMITS__REQUESTSPERMINUTEPERKEY. "
            + $"Settings: {string.Join(", ", ServerSettings.Names)}.",
        HelpName = "NAME=VALUE",
    };

    public static Command Create() => new ExampledCommand(
        "serve",
        "Run the service: enrol and sign in with a face in the browser, REST for programs. Everything stays on this machine.",
        "semblance serve",
        "semblance serve --https",
        "semblance serve --urls http://localhost:8080 --fmr 0.0001 --access public")
    {
        s_urls, s_https, s_certificate, s_certificatePassword, s_allowHttp, s_access, s_liveness, CommonOptions.Fmr, s_fpir, CommonOptions.Pack, CommonOptions.Cascade, s_config, s_set, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var options = Read(arguments);
        Terminal.Note($"Loading the pack {options.Pack ?? PackLocator.Builtin} ...");
        var place = HomeStore.Place(options.Gallery.Store);
        await using var store = await HomeStore.OpenAsync(place, cancellation);
        var app = await BuildAsync(arguments, options, store, cancellation);
        await using (app)
        {
            try
            {
                await app.StartAsync(cancellation);
            }
            catch (IOException e) when (e.InnerException is AddressInUseException)
            {
                throw new ServerStartException($"{e.Message.TrimEnd('.')}: another program has it. Name another address with --urls.", e);
            }
            Greet(new Terminal(arguments.GetValue(CommonOptions.Json)), app, options, place.ToString(), await FirstKeyAsync(store, cancellation));
            using var stop = cancellation.Register(() => app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
            await app.WaitForShutdownAsync(CancellationToken.None);
        }
        return ExitCode.Success;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    private static ServerOptions Read(ParseResult arguments)
    {
        var flags = new Dictionary<string, string?>
        {
            ["Urls"] = arguments.GetValue(s_urls),
            ["Https:Enabled"] = arguments.GetValue(s_https) ? "true" : null,
            ["Https:Certificate"] = arguments.GetValue(s_certificate),
            ["Https:CertificatePasswordFile"] = arguments.GetValue(s_certificatePassword),
            ["Https:AllowHttp"] = arguments.GetValue(s_allowHttp) ? "true" : null,
            ["Liveness:Policy"] = arguments.GetValue(s_liveness),
            ["SignIn:Access"] = arguments.GetValue(s_access),
            ["Decision:Fmr"] = arguments.GetValue(CommonOptions.Fmr)?.ToString("R"),
            ["Decision:Fpir"] = arguments.GetValue(s_fpir)?.ToString("R"),
            ["Pack"] = arguments.GetValue(CommonOptions.Pack),
        };
        foreach (string setting in arguments.GetValue(s_set) ?? [])
        {
            int equals = setting.IndexOf('=');
            if (equals < 1)
                throw new UsageException($"--set {setting}: give NAME=VALUE, such as --set Limits:Workers=4.");
            flags[setting[..equals]] = setting[(equals + 1)..];
        }
        try
        {
            return ServerSettings.Read(ServerSettings.Sources(SemblanceHome.Path, arguments.GetValue(s_config), flags.Where(flag => flag.Value is not null)), SemblanceHome.Path);
        }
        catch (SettingsException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static async Task<WebApplication> BuildAsync(ParseResult arguments, ServerOptions options, IStore store, CancellationToken cancellation)
    {
        var pack = PackLocator.Load(options.Pack);
        var engine = pack.Start(Engine.CreateDetector(pack, arguments.GetValue(CommonOptions.Cascade)), RuntimeChoice.Read());
        try
        {
            return await SemblanceServer.BuildAsync(options, store, engine, Log, Engine.Tracker(), cancellation);
        }
        catch (Exception e)
        {
            engine.Dispose();
            if (e is SettingsException)
                throw new UsageException(e.Message, e);
            throw;
        }
    }

    private static void Log(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("OpenIddict", LogLevel.Warning);
        // A failure to start is told once, in words.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = false;
            // The journal of systemd has its own clock.
            console.TimestampFormat = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null ? "HH:mm:ss " : null;
            console.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    // Without an administrator nobody could use the service; with one, whoever starts it is not shown anything.
    private static async Task<(string Text, AccessKey Key)?> FirstKeyAsync(IStore store, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        if ((await store.Keys.ListAsync(cancellation)).Any(key => key.Role == Role.Admin && key.Revoked is null && !(key.Expires <= now)))
            return null;
        var (text, key) = await store.Keys.CreateAsync(new NewAccessKey("first administrator", Role.Admin), cancellation);
        await store.NoteAsync("key.added", detail: $"{key.Name} (admin)");
        return (text, key);
    }

    private static void Greet(Terminal terminal, WebApplication app, ServerOptions options, string people, (string Text, AccessKey Key)? first)
    {
        string address = app.Urls.First();
        string page = $"{SemblanceServer.PageAddress(address).TrimEnd('/')}{options.PathBase}/";
        // The key itself never stands in an address: the link opens the page once, and is worth nothing afterwards.
        string? link = first is { } made ? page + SemblanceServer.LinkOfFirstAdministrator(app, made.Key) : null;
        terminal.Document(new { urls = app.Urls, page, home = options.Home, key = first?.Text, link });
        terminal.Say($"Semblance listens on {string.Join(", ", app.Urls)}");
        terminal.Say($"  Page:   {link ?? page}");
        terminal.Say($"  People: {people}");
        if (first is not null && !terminal.IsJson)
        {
            terminal.Say("          This address opens the page once, within a day, with the key below.");
            terminal.Say($"  Key:    {first.Value.Text}");
            terminal.Say("          The first administrator's key. It is shown this once: keep it. The page asks for it every 12 hours.");
        }
        if (LivenessPolicy.Find(options.Liveness.Policy) is not { IsOn: true })
            Terminal.Note(LivenessView.OffWarning);
        if (options.Https.AllowHttp)
            Terminal.Note("Warning: plain http beyond this machine is allowed. Faces and keys travel in the clear unless a proxy does TLS, and browsers give pages no camera.");
        terminal.Say("Ctrl+C stops it.");
    }
}
