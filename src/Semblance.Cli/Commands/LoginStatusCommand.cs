using System.CommandLine;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Semblance.Cli.Gallery;
using Semblance.Cli.Login;
using Semblance.Cli.Output;
using Semblance.Cli.Pam;
using Semblance.Cli.Setup;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance login status</c>: camera, policy, daemon and services of the face login.</summary>
internal static partial class LoginStatusCommand
{
    private static readonly string[] s_usual = ["sudo", "su", "polkit-1", "login", "gdm-password"];

    public static Command Create() => new ExampledCommand("status", "Show the camera, the policy, whether the daemon answers, and which services have the face login. As root also who is enrolled.", "semblance login status")
    {
        LoginCommand.Root, LoginCommand.Socket, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var places = LoginCommand.PlacesOf(arguments);
        var settings = LoginSettings.Read(places.Settings);
        var services = new PamServices(places);
        var camera = CameraOf(places, settings);
        bool listens = Listens(arguments.GetRequiredValue(LoginCommand.Socket));
        var enabled = services.Enabled().Where(service => service != "common-auth").ToList();
        bool isForAll = new PamProfile(places).IsEnabled;
        var users = RootFiles.IsRoot && File.Exists(Path.Combine(places.Store, "gallery.db")) ? await UsersAsync(places, cancellation) : null;
        terminal.Document(new
        {
            camera,
            settings.Liveness,
            settings.Fmr,
            settings.Seconds,
            consent = s_usual.Concat(settings.Consent.Keys).Distinct().Select(service => new { service, consent = settings.ConsentFor(service) }),
            daemon = listens,
            module = services.Module,
            all = isForAll,
            services = enabled,
            users,
        });
        terminal.Say($"Camera: {camera.Name}, {(camera.Present ? $"{camera.Label ?? "without a name"}{(camera.Infrared ? ", infrared by its name" : "")}" : "not there")}");
        terminal.Say($"Liveness: {settings.Liveness}; consent: sudo {Word(settings, "sudo")}, polkit {Word(settings, "polkit-1")}, login {Word(settings, "login")}");
        terminal.Say($"Daemon: {(listens ? "answers" : "does not answer")}; module: {services.Module ?? "not installed"}");
        terminal.Say($"Services: {(isForAll ? "all" : enabled.Count == 0 ? "none" : string.Join(", ", enabled))}");
        if (users is not null)
            terminal.Say($"Enrolled: {(users.Count == 0 ? "nobody" : string.Join(", ", users))}");
        return ExitCode.Success;
    }

    private static string Word(LoginSettings settings, string service) => settings.ConsentFor(service).ToString().ToLowerInvariant();

    private static CameraStatus CameraOf(LoginPlaces places, LoginSettings settings)
    {
        var device = new CameraDevice(places, settings.Camera);
        return new CameraStatus(settings.Camera, File.Exists(device.File), device.Label, device.Label is { } label && Infrared().IsMatch(label));
    }

    private static bool Listens(string socket)
    {
        try
        {
            using var client = LoginClient.Connect(socket);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<string>> UsersAsync(LoginPlaces places, CancellationToken cancellation)
    {
        await using var store = await places.OpenAsync(cancellation);
        return [.. (await store.Gallery.AllAsync(null, cancellation).ToListAsync(cancellation)).Select(person => person.Name.Value[..person.Name.Value.LastIndexOf('.')])];
    }

    [GeneratedRegex(@"\b(IR|infrared)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Infrared();

    /// <summary>The camera of logins. Whether it is infrared is what its name says, no more.</summary>
    private sealed record CameraStatus(string Name, bool Present, string? Label, bool Infrared);
}
