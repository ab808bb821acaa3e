using System.CommandLine.Invocation;
using Semblance.Training;
using Semblance.Training.Commands;
using Semblance.Training.Output;

var root = CommandTree.Create();
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction wrong)
{
    wrong.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
    wrong.Invoke(parsed);
    return ExitCode.BadInput;
}
try
{
    ProcessEnvironment.Prepare();
    // Ctrl+C belongs to the training, which writes a checkpoint first.
    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception failure)
{
    return Failure.Report(failure);
}
