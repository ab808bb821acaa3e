namespace Semblance.Cli.Output;

/// <summary>Why a command gave no answer: a sentence for people on stderr and, with --json, the same for scripts on stdout.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Kind">A stable word; docs/cli.md lists them.</param>
/// <param name="Message">A sentence.</param>
internal sealed record CommandError(int Code, string Kind, string Message)
{
    /// <summary>What was typed cannot be, or asks for what is not there.</summary>
    public const string Usage = "usage";

    /// <summary>A photo, clip, list or file that was given is unfit.</summary>
    public const string Input = "input";

    /// <summary>A model, camera, library, file system or database here is missing or broken.</summary>
    public const string Environment = "environment";

    /// <summary>It was stopped from outside.</summary>
    public const string Stopped = "stopped";

    /// <summary>A mistake of the program.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>For scripts.</summary>
    public object ToJson() => new { error = this };

    /// <summary>A command line that cannot be read.</summary>
    public static CommandError OfUsage(IEnumerable<string> problems) => new(ExitCode.BadInput, Usage, string.Join(" ", problems));
}
