namespace Semblance.Evaluation;

/// <summary>One comparison of an evaluation.</summary>
/// <param name="Similarity">Higher is more alike: the score itself, or a negative distance (<see cref="Recognition.Comparator.ToSimilarity"/>).
/// Not a number or negative infinity where there is no score.</param>
/// <param name="Same">True for a genuine pair (the same person), false for an impostor pair.</param>
/// <param name="SubjectA">The person on the first photo; any number, the same for every photo of one person.</param>
/// <param name="SubjectB">The person on the second photo.</param>
/// <param name="Fold">The fold of cross-validation the pair belongs to.</param>
/// <param name="FailedToAcquire">True where a photo had no usable face: a non-match at every threshold, and counted apart.</param>
internal readonly record struct ScoredPair(double Similarity, bool Same, int SubjectA, int SubjectB, int Fold, bool FailedToAcquire = false)
{
    /// <summary>Whether the pair was really compared. A pair without a score counts as a failure to acquire.</summary>
    public bool HasScore => !FailedToAcquire && Similarity > double.NegativeInfinity;

    /// <summary>Whether the pair counts as a match at a threshold: it has a score of at least that much.</summary>
    public bool MatchesAt(double threshold) => HasScore && Similarity >= threshold;
}
