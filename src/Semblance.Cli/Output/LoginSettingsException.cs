namespace Semblance.Cli.Output;

/// <summary>The settings of the face login cannot be used; the message names the file and what is wrong with it.</summary>
internal sealed class LoginSettingsException(string message, Exception? inner = null) : Exception(message, inner);
