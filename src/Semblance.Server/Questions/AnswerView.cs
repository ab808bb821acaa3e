using System.Text.Json.Serialization;
using Semblance.Server.Engine;
using Semblance.Server.People;

namespace Semblance.Server.Questions;

/// <summary>The answer to a question.</summary>
/// <param name="Outcome">Match opens something; nothing else does.</param>
/// <param name="Reasons">Why, in words.</param>
/// <param name="Person">Who it is; of a match only.</param>
/// <param name="Pack">The pack that read the faces.</param>
/// <param name="Fmr">The false match rate of the decision; null where the pack is uncalibrated.</param>
/// <param name="Liveness">What is known of whether a live person was there.</param>
internal sealed record AnswerView(
    Outcome Outcome, IReadOnlyList<string> Reasons, PersonReference? Person, string Pack, double? Fmr, LivenessAnswer Liveness)
{
    /// <summary>A stable code for each reason, in their order, for whoever says them in another language.</summary>
    public IReadOnlyList<string> ReasonCodes { get; } = Decisions.ReasonCodes.Of(Reasons);

    /// <summary>The score; for administrators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>Who resembles the face most; for administrators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CandidateView>? Candidates { get; init; }
}

/// <summary>Somebody who resembles a face.</summary>
internal sealed record CandidateView(Guid Id, string Name, double Score);
