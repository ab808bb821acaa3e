namespace Semblance.Cli.Output;

/// <summary>A file could not be fetched, or it is not the pinned one. Nothing was installed. Exit code 3.</summary>
internal sealed class DownloadException(string message, Exception? inner = null) : Exception(message, inner);
