namespace Semblance.Training.Output;

/// <summary>The exit codes that scripts rely on, the same as those of <c>semblance</c>.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Stopped before the end.</summary>
    public const int OtherOutcome = 1;

    /// <summary>The user's input or command line is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>The environment is: a library cannot be loaded, a disk is full.</summary>
    public const int Environment = 3;
}
