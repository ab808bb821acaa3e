using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Semblance.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampledCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Sets what the command does: off the calling thread, so that Ctrl+C reaches the token while it works.</summary>
    public ExampledCommand Runs(Func<ParseResult, CancellationToken, int> run)
    {
        SetAction((arguments, cancellation) => Task.Run(() => run(arguments, cancellation), CancellationToken.None));
        return this;
    }

    /// <inheritdoc cref="Runs(Func{ParseResult, CancellationToken, int})"/>
    public ExampledCommand Runs(Func<ParseResult, CancellationToken, Task<int>> run)
    {
        SetAction((arguments, cancellation) => Task.Run(() => run(arguments, cancellation), CancellationToken.None));
        return this;
    }
}

/// <summary>The usual help, with a command's examples under it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampledCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in command.Examples)
                output.WriteLine($"  {example}");
        }
        return code;
    }
}
