using System.CommandLine;
using System.Diagnostics;
using System.Net.Sockets;
using Semblance.Cli.Login;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Login;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance login test</c>: asks the daemon as PAM would, and opens nothing.</summary>
internal static class LoginTestCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(100);
    private static readonly Option<string> s_service = new("--service") { Description = "Ask as this PAM service would, whose consent may be asked for.", HelpName = "NAME", DefaultValueFactory = _ => LoginServices.Test };
    private static readonly Option<string?> s_user = new("--user") { Description = "Ask for this user; for others only root may. Default: yourself.", HelpName = "NAME" };

    public static Command Create() => new ExampledCommand("test", "Ask the daemon whether you are before the camera, as PAM would; nothing is opened by it.", "semblance login test", "semblance login test --service sudo")
    {
        s_user, s_service, LoginCommand.Socket, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string user = arguments.GetValue(s_user) ?? Environment.UserName, service = arguments.GetRequiredValue(s_service);
        if (!LoginFrame.IsName(user) || !LoginFrame.IsName(service))
            throw new UsageException("--user and --service are names of a user and of a PAM service.");
        long began = Stopwatch.GetTimestamp();
        var (answer, why) = await AskAsync(arguments.GetRequiredValue(LoginCommand.Socket), service, user, cancellation);
        double seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2);
        string outcome = answer switch { LoginMessage.Yes => "yes", LoginMessage.No => "no", _ => "notAsked" };
        if (why.Length == 0 && answer == LoginMessage.NotAsked)
            why = $"{user} is not enrolled, or consent was not given.";
        terminal.Document(new { user, service, outcome, reason = why, seconds });
        terminal.Say(answer == LoginMessage.Yes ? $"Yes: it is {user} ({seconds:0.0} s)." : $"{(answer == LoginMessage.No ? "No" : "Not asked")}: {why}");
        return answer == LoginMessage.Yes ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static async Task<(LoginMessage, string)> AskAsync(string socket, string service, string user, CancellationToken cancellation)
    {
        try
        {
            using var client = LoginClient.Connect(socket);
            await client.SendAsync(LoginMessage.Ask, LoginFrame.Question(service, user), cancellation);
            while (true)
            {
                var (kind, text) = await client.ReceiveAsync(s_patience, cancellation);
                switch (kind)
                {
                    case LoginMessage.Say:
                        Terminal.Note(text);
                        break;
                    case LoginMessage.Consent:
                        Console.Error.Write(text);
                        await client.SendAsync(Console.In.ReadLine() is "" ? LoginMessage.Agreed : LoginMessage.Declined, "", cancellation);
                        break;
                    default:
                        return (kind, text);
                }
            }
        }
        catch (SocketException e)
        {
            throw new IOException($"The daemon does not answer at {socket} ({e.Message}): systemctl status semblance-login.socket", e);
        }
        catch (LoginProtocolException e)
        {
            throw new IOException($"The daemon ended the conversation: {e.Message} journalctl -u semblance-login says more.", e);
        }
    }
}
