using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Storage.Sealing;
using Spectre.Console;

namespace Semblance.Cli.Gallery;

/// <summary>The passphrase of a sealed file: from a file, the environment, or asked for. Never from the command line itself, which other users of the machine can see.</summary>
internal static class Passphrase
{
    private const string Variable = "SEMBLANCE_PASSPHRASE";

    public static Option<string?> File { get; } = new("--passphrase-file")
    {
        Description = $"A file whose first line is the passphrase. Default: {Variable}, else it is asked for.",
        HelpName = "FILE",
    };

    /// <summary>Reads it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="isNew">Whether it is chosen now, so that a short one is refused and a typed one is asked for twice.</param>
    /// <exception cref="UsageException">There is none, or it is too short.</exception>
    public static string Read(ParseResult arguments, bool isNew)
    {
        string passphrase = Find(arguments, isNew);
        if (isNew && passphrase.Length < SealedPerson.MinimumPassphrase)
            throw new UsageException($"A passphrase has at least {SealedPerson.MinimumPassphrase} characters.");
        return passphrase;
    }

    private static string Find(ParseResult arguments, bool isNew)
    {
        if (arguments.GetValue(File) is { } file)
        {
            if (!System.IO.File.Exists(file))
                throw new UsageException($"--passphrase-file {file}: there is no such file.");
            return System.IO.File.ReadLines(file).FirstOrDefault() ?? "";
        }
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable)
            return variable;
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new UsageException($"There is nobody to ask for the passphrase: name a file with --passphrase-file, or set {Variable}.");
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        string typed = console.Prompt(new TextPrompt<string>("Passphrase:").Secret());
        if (isNew && console.Prompt(new TextPrompt<string>("Once more:").Secret()) != typed)
            throw new UsageException("The two passphrases differ.");
        return typed;
    }
}
