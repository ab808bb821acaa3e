using Semblance.Cli.Commands;
using Semblance.Cli.Install;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Networks;
using Semblance.OpenCv;
using Semblance.Packs;
using Semblance.Reports;
using Semblance.Storage;
using Semblance.Storage.Sealing;

namespace Semblance.Cli.Output;

/// <summary>The user asked for something that cannot be: the message says what, and what to do instead. Exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The one place where exceptions become messages and exit codes.</summary>
internal static class Failure
{
    public static int Report(Exception failure, TextWriter error)
    {
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        var (code, message) = cause switch
        {
            OperationCanceledException => (ExitCode.OtherOutcome, "Stopped."),
            UsageException or PhotoException or PersonNameException or PairListException or CalibrationException => (ExitCode.BadInput, cause.Message),
            NameTakenException or PersonNotFoundException or LastFaceException or SealException => (ExitCode.BadInput, cause.Message),
            FrameSourceException source => (CodeOf(source.Problem), cause.Message),
            PackException or ExecutionProviderException or DownloadException or OpenCvMissingException or CascadeMissingException or NoDisplayException or ReportException or ServerStartException or StoreException => (ExitCode.Environment, cause.Message),
            InvalidDataException => (ExitCode.BadInput, cause.Message),
            IOException or UnauthorizedAccessException => (ExitCode.Environment, cause.Message),
            _ => (ExitCode.Environment, $"Unexpected: {cause.GetType().Name}: {cause.Message} (SEMBLANCE_DEBUG=1 shows where.)"),
        };
        error.WriteLine($"semblance: {message.ReplaceLineEndings(" ")}");
        if (Environment.GetEnvironmentVariable("SEMBLANCE_DEBUG") == "1")
            error.WriteLine(failure);
        return code;
    }

    private static int CodeOf(FrameSourceProblem problem) =>
        problem is FrameSourceProblem.NotFound or FrameSourceProblem.Unreadable ? ExitCode.BadInput : ExitCode.Environment;
}
