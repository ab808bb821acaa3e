using System.CommandLine;
using System.CommandLine.Invocation;
using Semblance.Training;
using Semblance.Training.Commands;
using Semblance.Training.Output;

var root = new RootCommand("Trains the networks of Semblance and measures them.")
{
    SiameseCommand.Create(),
    DetectorCommand.Create(),
    LandmarksCommand.Create(),
    AskTeacherCommand.Create(),
    EmbedderCommand.Create(),
    SpoofCommand.Create(),
    PackCommand.Create(),
    AddSpoofCommand.Create(),
    CalibrateCommand.Create(),
    EvaluateAttCommand.Create(),
    EvaluateDetectorCommand.Create(),
    EvaluateEmbedderCommand.Create(),
    EvaluateLivenessCommand.Create(),
};
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
