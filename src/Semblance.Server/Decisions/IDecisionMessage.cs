using Semblance.Storage;

namespace Semblance.Server.Decisions;

/// <summary>Makes the message that tells another program of an answer. It is stored together with the audit log's entry, so that no answer is given of which nobody will be told.</summary>
internal interface IDecisionMessage
{
    /// <summary>The message; null where nobody is to be told.</summary>
    OutgoingMessage? Of(MadeDecision decision);
}
