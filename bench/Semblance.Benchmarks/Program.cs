using System.CommandLine.Invocation;
using Semblance.Benchmarks.Commands;
using Semblance.Benchmarks.Output;

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
    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure)
{
    return Failure.Report(failure);
}
