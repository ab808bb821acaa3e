using System.CommandLine;
using System.CommandLine.Invocation;
using Semblance.Benchmarks.Commands;
using Semblance.Benchmarks.Output;

var root = new RootCommand("Measures Semblance, each figure beside a rival in the same run. Ratios over 1 are in Semblance's favour.")
{
    LoopCommand.Create(),
    QualityCommand.Create(),
    UprightCommand.Create(),
    DetectCommand.Create(),
    StartCommand.Create(),
    TrainCommand.Create(),
    VideosCommand.Create(),
    LivenessCommand.Create(),
    SearchCommand.Create(),
    ServeLoadCommand.Create(),
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
    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure)
{
    return Failure.Report(failure);
}
