using Semblance.Detection;

namespace Semblance.Cli.Output;

/// <summary>One watched face as it is shown.</summary>
/// <param name="Id">The number that it keeps while it stays in sight.</param>
/// <param name="Face">Where it is.</param>
/// <param name="Decision">What is said of it.</param>
/// <param name="IsFinal">Whether the answer stands: somebody who was not recognised in time is unknown, whatever the evidence.</param>
/// <param name="Name">The person, on a match; otherwise null.</param>
/// <param name="Liveness">Whether it is live.</param>
internal sealed record ShownFace(int Id, Face Face, Decision Decision, bool IsFinal, string? Name, LivenessResult Liveness)
{
    /// <summary>How sure the name is.</summary>
    public Certainty Certainty { get; init; } = Certainty.None;

    public static ShownFace Of(WatchedFace face) => new(
        face.Id, face.Face, !face.IsUsable && face.Answer is { IsFinal: false } ? Decision.Without(Outcome.PoorQuality) : face.Answer.Decision, face.Answer.IsFinal, face.Person?.Name, face.Answer.Liveness) { Certainty = face.Answer.Certainty };

    /// <summary>The label.</summary>
    public string Word => Name ?? Decision.Outcome switch
    {
        Outcome.NoMatch => "unknown",
        Outcome.SpoofSuspected => "not live",
        Outcome.PoorQuality => "not usable",
        Outcome.Undecided when IsFinal => Liveness is { Policy.IsOn: true, Verdict: LivenessVerdict.Unsure } && Decision.Reasons.SequenceEqual(Liveness.Reasons) ? "not shown to be live" : "unknown",
        _ => "identifying",
    };

    /// <summary>The box with its label: green for a name, red for an answer that is none, orange until there is one.</summary>
    public PaintedBox ToBox() => new(Face.Box, Decision.Outcome == Outcome.Match ? BoxColour.Green : IsFinal || Decision.Outcome == Outcome.NoMatch ? BoxColour.Red : BoxColour.Orange, Label);

    /// <summary>What stands beside the box: the name with how sure it is, or how far the way to an answer has been gone.</summary>
    public string Label => Name is not null ? $"{Name} {Certainty}".TrimEnd() : Word == "identifying" && Certainty.Progress > 0 ? $"identifying {Certainty.Progress:0%}" : Word;
}
