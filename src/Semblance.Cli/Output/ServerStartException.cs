namespace Semblance.Cli.Output;

/// <summary>The service cannot start here. Exit code 3.</summary>
internal sealed class ServerStartException(string message, Exception inner) : Exception(message, inner);
