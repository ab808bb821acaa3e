namespace Semblance.Recognition;

/// <summary>
/// Answers 1:N questions: who is this, or nobody. Anyone who is looked for among N people gets N chances of a false match, so each comparison may
/// spend FMR = FPIR / N (the union bound; ISO/IEC 19795-1 calls the rate over the whole gallery FPIR). Where the pack's calibration does not carry that, nothing is
/// decided: <see cref="Remedy"/> says what to do. Two people whom a face resembles about equally are never guessed between. Immutable and thread-safe.
/// </summary>
internal sealed class FaceIdentifier
{
    /// <summary>The rate that is asked for unless another is: one stranger in a hundred gets somebody's name.</summary>
    public const double DefaultFpir = 0.01;

    /// <summary>How many people are shown to administrators, and followed over frames.</summary>
    public const int Candidates = 8;

    /// <summary>Without evidence in the pack, the best score must lie this much above the next. A rule of thumb.</summary>
    public const double LeastLead = 0.1;

    internal const string Ambiguous = "Two enrolled people are too alike to tell this face apart: claim a name.";

    internal const string NobodyEnrolled = "Nobody is enrolled.";

    internal FaceIdentifier(Comparator comparator, EvidenceMap? evidence, double fpir, int people)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(people);
        if (!(fpir is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fpir), "A false positive identification rate lies between 0 and 1.");
        (Comparator, Evidence, Fpir, People) = (comparator, evidence, fpir, people);
    }

    /// <summary>The rate at which strangers may get a name.</summary>
    public double Fpir { get; }

    /// <summary>How many people are looked through.</summary>
    public int People { get; }

    /// <summary>The threshold of each comparison; null where nobody is enrolled or the calibration does not carry it.</summary>
    public Threshold? Threshold { get; internal init; }

    /// <summary>Why nothing can be decided, and what would help; null where it can.</summary>
    public string? Remedy { get; internal init; }

    internal Comparator Comparator { get; }

    /// <summary>What scores are worth; null: the mean of frames decides.</summary>
    internal EvidenceMap? Evidence { get; }

    /// <summary>How many frames make a mean, where frames are averaged.</summary>
    internal int Window { get; init; } = 15;

    /// <summary>Looks for one face.</summary>
    /// <param name="index">The people; its size is the one this was prepared for, or smaller.</param>
    /// <param name="reading">The face as it was read.</param>
    /// <exception cref="InvalidOperationException">The face was read by another model, or the index has grown meanwhile.</exception>
    public Identification Identify(EmbeddingIndex index, FaceReading reading)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(reading);
        if (index.Count > People)
            throw new InvalidOperationException($"The question was prepared for {People} people, and {index.Count} are enrolled now.");
        if (reading is FaceReading.Unusable unusable)
            return Identification.Without(unusable.ToDecision());
        var hits = index.Search(((FaceReading.Usable)reading).Embedding, Candidates);
        if (hits.Count == 0)
            return Identification.Without(Decision.Without(Outcome.NoMatch, NobodyEnrolled));
        if (Threshold is null)
            return new Identification(Decision.Without(Outcome.Undecided, Remedy!), null, hits);
        double best = hits[0].Score;
        if (best < Threshold.Score)
            return new Identification(new Decision(Outcome.NoMatch, best, []), null, hits);
        return hits.Count > 1 && !Leads(best, hits[1].Score)
            ? new Identification(new Decision(Outcome.Undecided, best, [Ambiguous]), null, hits)
            : new Identification(new Decision(Outcome.Match, best, []), hits[0].Person, hits);
    }

    // With evidence: the next one is worth at most half of what a match takes. Relatives may be worth more, and then nothing is guessed.
    internal bool Leads(double best, double next) => Evidence is null
        ? Comparator.ToSimilarity(best) - Comparator.ToSimilarity(next) >= (Comparator == Comparator.Cosine ? LeastLead : 0)
        : Evidence.LogLikelihoodRatio(next) <= Evidence.LogLikelihoodRatio(Threshold!.Score) / 2;
}
