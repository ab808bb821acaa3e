using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;

var root = CommandTree.Create();
var help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!);

// Before anything is parsed: what cannot be parsed is told in JSON too.
var terminal = new Terminal(args.Contains(CommonOptions.Json.Name));
try
{
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction wrong)
    {
        terminal.Document(CommandError.OfUsage(parsed.Errors.Select(error => error.Message)).ToJson());
        wrong.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
        parsed.Invoke(new() { Output = terminal.IsJson ? Console.Error : Console.Out });
        if (!wrong.ShowHelp)
            Console.Error.WriteLine("--help shows how the command is used.");
        return ExitCode.BadInput;
    }
    // Time for the frame in work to end and a video to be closed after Ctrl+C.
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
}
catch (Exception failure)
{
    return Failure.Report(failure, Console.Error, terminal);
}
