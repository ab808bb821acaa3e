using Semblance.Evaluation;
using Semblance.OpenCv;
using Semblance.Reports;
using Semblance.Storage;
using Semblance.Storage.Sealing;

namespace Semblance.Cli.Output;

/// <summary>The user asked for something that cannot be: the message says what, and what to do instead. Exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The one place where exceptions become messages and exit codes.</summary>
internal static class Failure
{
    public static int Report(Exception failure, TextWriter error, Terminal terminal)
    {
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        var (code, kind, message) = cause switch
        {
            OperationCanceledException => (ExitCode.OtherOutcome, CommandError.Stopped, "Stopped."),
            UsageException or PersonNameException or NameTakenException or PersonNotFoundException or LastFaceException => (ExitCode.BadInput, CommandError.Usage, cause.Message),
            PhotoException or PairListException or CalibrationException or SealException or InvalidDataException => (ExitCode.BadInput, CommandError.Input, cause.Message),
            FrameSourceException source when source.Problem is FrameSourceProblem.NotFound or FrameSourceProblem.Unreadable => (ExitCode.BadInput, CommandError.Input, cause.Message),
            FrameSourceException or PackException or ExecutionProviderException or DownloadException or OpenCvMissingException or CascadeMissingException or NoDisplayException or ReportException or ServerStartException or StoreException or CameraProfileException or LoginSettingsException
                => (ExitCode.Environment, CommandError.Environment, cause.Message),
            IOException or UnauthorizedAccessException => (ExitCode.Environment, CommandError.Environment, cause.Message),
            _ => (ExitCode.Environment, CommandError.Unexpected, $"Unexpected: {cause.GetType().Name}: {cause.Message} (SEMBLANCE_DEBUG=1 shows where.)"),
        };
        message = message.ReplaceLineEndings(" ");
        terminal.Document(new CommandError(code, kind, message).ToJson());
        error.WriteLine($"semblance: {message}");
        if (Environment.GetEnvironmentVariable("SEMBLANCE_DEBUG") == "1")
            error.WriteLine(failure);
        return code;
    }
}
