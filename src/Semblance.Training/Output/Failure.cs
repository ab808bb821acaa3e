using Semblance.Reports;
using Semblance.Training.Data;

namespace Semblance.Training.Output;

/// <summary>The one place where exceptions become messages and exit codes.</summary>
internal static class Failure
{
    public static int Report(Exception failure)
    {
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        var (code, message) = cause switch
        {
            OperationCanceledException => (ExitCode.OtherOutcome, "Stopped. Finished folds in --report are kept; the same command goes on from them."),
            DataException or ArgumentException => (ExitCode.BadInput, cause.Message),
            DllNotFoundException or TypeInitializationException => (ExitCode.Environment, $"libtorch cannot be loaded: {cause.GetBaseException().Message}"),
            PackException or ExecutionProviderException or ReportException or IOException or UnauthorizedAccessException => (ExitCode.Environment, cause.Message),
            _ => (ExitCode.Environment, $"Unexpected: {cause.GetType().Name}: {cause.Message} (SEMBLANCE_DEBUG=1 shows where.)"),
        };
        Console.Error.WriteLine($"semblance-train: {message.ReplaceLineEndings(" ")}");
        if (Environment.GetEnvironmentVariable("SEMBLANCE_DEBUG") == "1")
            Console.Error.WriteLine(failure);
        return code;
    }
}
