using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;

var root = new RootCommand("Is this face the person it claims to be? Everything runs on this machine. Exit codes: 0 yes or done, 1 every other outcome, 2 bad input or usage, 3 something is missing here (model, camera, display).")
{
    DetectCommand.Create(),
    CompareCommand.Create(),
    EnrollCommand.Create(),
    VerifyCommand.Create(),
    IdentifyCommand.Create(),
    LivenessCommand.Create(),
    WatchCommand.Create(),
    EvaluateCommand.Create(),
    CalibrateCommand.Create(),
    PeopleCommand.Create(),
    GalleryCommand.Create(),
    AuditCommand.Create(),
    KeysCommand.Create(),
    PacksCommand.Create(),
    ServeCommand.Create(),
};
var help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!);

try
{
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction wrong)
    {
        wrong.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
        wrong.Invoke(parsed);
        if (!wrong.ShowHelp)
            Console.Error.WriteLine("--help shows how the command is used.");
        return ExitCode.BadInput;
    }
    // Time for the frame in work to end and a video to be closed after Ctrl+C.
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
}
catch (Exception failure)
{
    return Failure.Report(failure, Console.Error);
}
