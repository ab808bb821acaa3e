using System.CommandLine;
using Semblance.Cli.Login;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Login;
using Semblance.OpenCv;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance login</c>: the face login of a Linux machine.</summary>
internal static class LoginCommand
{
    /// <summary>Another file system than this machine's.</summary>
    public static Option<string> Root { get; } = new("--root") { Description = "Work on the file system under this folder instead of on this machine's: for images.", HelpName = "FOLDER", DefaultValueFactory = _ => "/" };

    /// <summary>Where the daemon listens.</summary>
    public static Option<string> Socket { get; } = new("--socket") { Description = "The daemon's socket.", HelpName = "PATH", DefaultValueFactory = _ => LoginFrame.Socket };

    public static Command Create() => new("login", "Log in to this Linux machine by face: enrol, try, and switch it on for sudo, the greeter and others. The password goes on working.")
    {
        LoginEnrollCommand.Create(),
        LoginEnrollCommand.CreateRemove(),
        LoginTestCommand.Create(),
        LoginStatusCommand.Create(),
        LoginServicesCommand.Create("enable", isEnabled: true),
        LoginServicesCommand.Create("disable", isEnabled: false),
        new ExampledCommand("daemon", "Answer PAM's questions on a local socket. systemd starts it (semblance-login.socket); it runs as root.", "semblance login daemon") { Socket, CommonOptions.Json }.Runs(RunDaemonAsync),
    };

    /// <summary>The places that a command line names.</summary>
    public static LoginPlaces PlacesOf(ParseResult arguments) => new(Path.GetFullPath(arguments.GetRequiredValue(Root)));

    /// <exception cref="UsageException">The caller is not root.</exception>
    public static void RequireRoot(string command)
    {
        if (!OperatingSystem.IsLinux())
            throw new UsageException("The face login is for Linux.");
        if (!RootFiles.IsRoot)
            throw new UsageException($"Only root may do that: sudo semblance login {command}");
    }

    private static async Task<int> RunDaemonAsync(ParseResult arguments, CancellationToken cancellation)
    {
        RequireRoot("daemon");
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var places = new LoginPlaces();
        var settings = LoginSettings.Read(places.Settings);
        await using var store = await places.OpenAsync(cancellation);
        using var daemon = new LoginDaemon(settings, store, places, FrameSources.Open, Terminal.Note);
        var given = Listening.FromSystemd();
        using var listener = given ?? Listening.At(arguments.GetRequiredValue(Socket));
        terminal.Document(new { listening = given is null ? arguments.GetRequiredValue(Socket) : "systemd", settings.Camera });
        Terminal.Note($"Logins by {settings.Camera}, liveness {settings.Liveness}; the socket is {(given is null ? arguments.GetRequiredValue(Socket) : "systemd's")}.");
        await daemon.RunAsync(listener, endsWhenIdle: given is not null, cancellation);
        return ExitCode.Success;
    }
}
