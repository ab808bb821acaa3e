using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.Throttling;
using Semblance.Storage;

namespace Semblance.Server.Decisions;

/// <summary>An answer that the service gave.</summary>
/// <param name="Purpose">compare, verify or identify.</param>
/// <param name="Outcome">The answer.</param>
/// <param name="Person">Whom it concerns: of verification the claimed person where there is one, of identification the one who was found.</param>
/// <param name="Reasons">Why, in words.</param>
/// <param name="Session">The session; null for photos.</param>
/// <param name="Pack">The pack that decided.</param>
/// <param name="Fmr">Its false match rate.</param>
/// <param name="Liveness">Whether a live person was seen.</param>
internal sealed record MadeDecision(
    string Purpose, Outcome Outcome, Guid? Person, IReadOnlyList<string> Reasons, string? Session, string Pack, double? Fmr, LivenessAnswer Liveness)
{
    /// <summary>What it costs.</summary>
    public AttemptEnd End { get; init; } = LockOut.EndOf(Outcome);
}

/// <summary>
/// What follows from every answer, in this order: the attempt is settled, the audit log is written and with it the message to whoever is to be told, then those who listen hear of it.
/// An answer is given only when the first two are on disk: if they cannot be, there is no answer. Safe for several threads.
/// </summary>
internal sealed class DecisionLog(IStore store, IDecisionMessage message, IEnumerable<IDecisionListener> listeners)
{
    /// <summary>Records an answer before it is given.</summary>
    /// <param name="decision">The answer.</param>
    /// <param name="attempt">The attempt that it came of; null where there is none to count.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RecordAsync(MadeDecision decision, Attempt? attempt, Caller caller, CancellationToken cancellation = default)
    {
        if (attempt is not null)
            await attempt.SettleAsync(decision.End, cancellation);
        string detail = string.Join(" ", [.. decision.Reasons, $"Liveness: {decision.Liveness.Policy}, {decision.Liveness.Verdict}."]);
        await store.Audit.AppendWithMessageAsync(
            new AuditEvent(ActionOf(decision), caller.Name, decision.Person, decision.Outcome.ToString(), detail, decision.Session, caller.Address),
            message.Of(decision),
            cancellation);
        foreach (var listener in listeners)
            listener.Decided(decision);
    }

    private static string ActionOf(MadeDecision decision) => decision.Purpose switch
    {
        "verify" => "face.verified",
        "identify" => "face.identified",
        "compare" => "face.compared",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Purpose, null),
    };
}
