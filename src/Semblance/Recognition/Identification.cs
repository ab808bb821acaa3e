namespace Semblance.Recognition;

/// <summary>Who a face is, or nobody.</summary>
/// <param name="Decision">
/// <see cref="Outcome.Match"/>: the person. <see cref="Outcome.NoMatch"/>: nobody who is enrolled. <see cref="Outcome.Undecided"/>: the calibration does not carry so many
/// people, two people are too alike, or the evidence does not suffice yet; the reasons say which. Otherwise why the photo cannot be used.
/// </param>
/// <param name="Person">The person, on a match; otherwise null.</param>
/// <param name="Candidates">Who resembles the face most, the most alike first. For administrators only: a list of look-alikes tells strangers who is enrolled.</param>
internal sealed record Identification(Decision Decision, Guid? Person, IReadOnlyList<IndexHit> Candidates)
{
    /// <summary>How sure it is that this is the person; nothing where nobody was compared.</summary>
    public Certainty Certainty { get; init; } = Certainty.None;

    /// <summary>The answer without a comparison.</summary>
    public static Identification Without(Decision decision) => new(decision, null, []);
}
