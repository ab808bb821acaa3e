namespace Semblance.Server.Decisions;

/// <summary>Is told of every answer once it is on disk. Called by several threads at once.</summary>
internal interface IDecisionListener
{
    /// <summary>An answer is about to be given. The caller waits for it: what takes time is left for later.</summary>
    void Decided(MadeDecision decision);
}
