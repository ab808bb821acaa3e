using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Pam;
using Semblance.Cli.Setup;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance login enable|disable SERVICE...</c>: changes PAM's files, after showing how.</summary>
internal static class LoginServicesCommand
{
    private static readonly Argument<string[]> s_services = new("SERVICE") { Description = "sudo, login, polkit, gdm or any other service of /etc/pam.d; all: every service that uses common-auth, by pam-auth-update.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> s_yes = new("--yes") { Description = "Do not ask whether the change shall be made." };

    public static Command Create(string name, bool isEnabled) => new ExampledCommand(
        name,
        isEnabled
            ? "Switch the face login on for services: shows the change, keeps a copy, and adds two lines before the password's, which stays. Nothing is changed where that could lock somebody out or skip a second factor."
            : "Switch the face login off: takes away what was added and nothing else.",
        $"sudo semblance login {name} sudo polkit", $"sudo semblance login {name} all --yes")
    {
        s_services, s_yes, LoginCommand.Root, CommonOptions.Json,
    }.Runs((arguments, _) => Run(arguments, name, isEnabled));

    private static int Run(ParseResult arguments, string name, bool isEnabled)
    {
        LoginCommand.RequireRoot(name);
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var places = LoginCommand.PlacesOf(arguments);
        var services = new PamServices(places);
        var profile = new PamProfile(places);
        var names = arguments.GetRequiredValue(s_services).Distinct().ToList();
        bool namesAll = names.Remove(PamProfile.All), ofAll = namesAll && profile.IsEnabled != isEnabled;
        if (namesAll && names.Count > 0)
            throw new UsageException($"{PamProfile.All} stands alone: one tool changes the file that all services include, and this one changes those of single services.");
        if (ofAll)
            RequireAlone(services, profile, isEnabled);
        // All of them are thought through before the first one is changed.
        var changes = names.Select(service => isEnabled ? services.PlanToEnable(service) : services.PlanToDisable(service)).Where(change => change.IsNeeded).DistinctBy(change => change.File).ToList();
        foreach (var change in changes)
            Terminal.Note($"{change.File}:\n{PamText.Change(change.Before, change.After)}");
        if (ofAll)
            Terminal.Note($"{profile.File}: pam-auth-update {(isEnabled ? "puts the face before the password" : "takes the face out")}, for every service that includes it.");
        if ((changes.Count > 0 || ofAll) && !arguments.GetValue(s_yes) && !Confirm())
            return Finish(terminal, [], isMade: false);

        var made = changes.Select(change => (change.Service, Copy: (string?)services.Make(change))).ToList();
        if (ofAll)
        {
            profile.Set(isEnabled);
            made.Add((PamProfile.All, null));
        }
        return Finish(terminal, made, isMade: true);
    }

    // A service that has the face by itself and by what it includes would ask twice.
    private static void RequireAlone(PamServices services, PamProfile profile, bool isEnabled)
    {
        profile.Require();
        var own = services.Enabled().Where(service => !service.StartsWith("common-", StringComparison.Ordinal)).ToList();
        if (isEnabled && own.Count > 0)
            throw new UsageException($"{string.Join(", ", own)}: on already one by one, and would ask twice. First: sudo semblance login disable {string.Join(" ", own)}");
    }

    private static int Finish(Terminal terminal, List<(string Service, string? Copy)> made, bool isMade)
    {
        terminal.Document(new { changed = made.Select(change => new { change.Service, change.Copy }) });
        terminal.Say(!isMade ? "Nothing is changed." : made.Count == 0 ? "It is so already." : $"Done: {string.Join(", ", made.Select(change => change.Copy is { } copy ? $"{change.Service} (before: {copy})" : change.Service))}. Keep a root shell open until you have tried it.");
        return isMade ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static bool Confirm()
    {
        if (Console.IsInputRedirected)
            throw new UsageException("There is nobody to ask whether this change shall be made: --yes makes it.");
        Console.Error.Write("Make this change? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
