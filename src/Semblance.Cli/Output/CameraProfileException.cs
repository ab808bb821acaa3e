namespace Semblance.Cli.Output;

/// <summary>A camera's profile, or the key that signs reports, is damaged or cannot be trusted. Nothing is judged with it, or without it. Exit code 3.</summary>
internal sealed class CameraProfileException(string message, Exception? inner = null) : Exception(message, inner);
