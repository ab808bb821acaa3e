using Microsoft.Extensions.Logging;

namespace Semblance.Server.Sessions;

/// <summary>What sessions write into the service's log: never a token, a face or a score.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Session {Session} failed.")]
    public static partial void Failed(ILogger logger, Exception error, string session);
}
