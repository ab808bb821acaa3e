namespace Semblance.Benchmarks.Output;

/// <summary>The exit codes of Semblance's programs.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int BadInput = 2;
    public const int Environment = 3;
}

/// <summary>A benchmark that cannot be run, with the code to end with.</summary>
internal sealed class BenchmarkException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>The one place where exceptions become messages and exit codes.</summary>
internal static class Failure
{
    public static int Report(Exception failure)
    {
        int code = failure switch
        {
            BenchmarkException benchmark => benchmark.ExitCode,
            PhotoException => ExitCode.BadInput,
            FrameSourceException { Problem: FrameSourceProblem.NotFound or FrameSourceProblem.Unreadable } => ExitCode.BadInput,
            _ => ExitCode.Environment,
        };
        Console.Error.WriteLine($"Semblance.Benchmarks: {failure.Message.ReplaceLineEndings(" ")}");
        if (Environment.GetEnvironmentVariable("SEMBLANCE_DEBUG") == "1")
            Console.Error.WriteLine(failure);
        return code;
    }
}
