namespace Semblance.Cli.Output;

/// <summary>The exit codes that scripts rely on.</summary>
internal static class ExitCode
{
    /// <summary>Yes, or done. Of decisions only a match.</summary>
    public const int Success = 0;

    /// <summary>Every other outcome of a decision.</summary>
    public const int OtherOutcome = 1;

    /// <summary>The user's input or command line is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>A model, camera, library or display is missing or broken.</summary>
    public const int Environment = 3;

    public static int Of(Decision decision) => decision.Outcome == Outcome.Match ? Success : OtherOutcome;
}
