using Semblance.Packs;
using Semblance.Recognition;

namespace Semblance.Identification;

/// <summary>
/// Answers 1:N questions: who is this, or nobody. Whoever is looked for among N people gets N chances of a false match, so each comparison may
/// spend FMR = FPIR / N (the union bound; ISO/IEC 19795-1 calls the rate over the whole gallery FPIR). Where the pack's calibration does not carry that, nothing is
/// decided: <see cref="Remedy"/> says what to do. Two people whom a face resembles about equally are never guessed between. Immutable and thread-safe.
/// </summary>
public sealed class FaceIdentifier
{
    /// <summary>The rate that is asked for unless another is: one stranger in a hundred gets somebody's name.</summary>
    public const double DefaultFpir = 0.01;

    /// <summary>How many people are shown to administrators, and followed over frames.</summary>
    public const int Candidates = 8;

    /// <summary>Without evidence in the pack, the best score must lie this much above the next. A rule of thumb.</summary>
    public const double LeastLead = 0.1;

    private readonly EvidenceMap? _evidence;

    /// <summary>Prepares the question for a gallery of a size.</summary>
    /// <param name="pack">The pack; it compares by cosine.</param>
    /// <param name="fpir">The false positive identification rate, over 0 and below 1.</param>
    /// <param name="people">How many people are looked through.</param>
    /// <exception cref="PackException">The pack does not compare by cosine.</exception>
    public FaceIdentifier(ModelPack pack, double fpir, int people) : this(RateOf(pack), pack.Evidence, fpir, people)
    {
    }

    internal FaceIdentifier(Func<double, Threshold> thresholdFor, EvidenceMap? evidence, double fpir, int people)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(people);
        if (!(fpir is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fpir), "A false positive identification rate lies between 0 and 1.");
        (Fpir, People, _evidence) = (fpir, people, evidence);
        if (people == 0)
            return;
        try
        {
            Threshold = thresholdFor(fpir / people);
            if (_evidence is not null && !SequentialTest.Carries(_evidence, Threshold.Score, Threshold.Fmr!.Value))
                throw new PackException($"No session is worth a false match rate of {Threshold.Fmr}.");
        }
        catch (PackException refusal)
        {
            Threshold = null;
            Remedy = $"Among {people} people an FPIR of {fpir} asks for a false match rate of {fpir / people:0.0e+0} a comparison. {refusal.Message} Claim a name first, or calibrate on more people.";
        }
    }

    /// <summary>The rate at which strangers may get a name.</summary>
    public double Fpir { get; }

    /// <summary>How many people are looked through.</summary>
    public int People { get; }

    /// <summary>The threshold of each comparison; null where nobody is enrolled or the calibration does not carry it.</summary>
    public Threshold? Threshold { get; }

    /// <summary>Why nothing can be decided, and what would help; null where it can.</summary>
    public string? Remedy { get; }

    /// <summary>Looks for one face.</summary>
    /// <param name="index">The people; its size is the one this was prepared for, or smaller.</param>
    /// <param name="reading">The face as it was read.</param>
    /// <exception cref="InvalidOperationException">The face was read by another model, or the index has grown meanwhile.</exception>
    public Identification Identify(EmbeddingIndex index, FaceReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        RequireSize(index);
        if (reading is FaceReading.Unusable unusable)
            return Identification.Without(unusable.ToDecision());
        var hits = index.Search(((FaceReading.Usable)reading).Embedding, Candidates);
        if (hits.Count == 0)
            return Identification.Without(Decision.Without(Outcome.NoMatch, "Nobody is enrolled."));
        if (Threshold is null)
            return new Identification(Decision.Without(Outcome.Undecided, Remedy!), null, hits);
        double best = hits[0].Score;
        if (best < Threshold.Score)
            return new Identification(new Decision(Outcome.NoMatch, best, []), null, hits);
        return hits.Count > 1 && !Leads(best, hits[1].Score)
            ? new Identification(new Decision(Outcome.Undecided, best, [Ambiguous]), null, hits)
            : new Identification(new Decision(Outcome.Match, best, []), hits[0].Person, hits);
    }

    /// <summary>Follows one person over the frames of a stream.</summary>
    /// <param name="pipeline">Reads the faces.</param>
    /// <param name="index">The people; its size is the one this was prepared for, or smaller.</param>
    public PersonIdentification Begin(FacePipeline pipeline, EmbeddingIndex index)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        RequireSize(index);
        return new PersonIdentification(pipeline, this, index);
    }

    internal const string Ambiguous = "Two enrolled people are too alike to tell this face apart: claim a name.";

    internal IFrameRule Rule(int starts) => _evidence is null
        ? new MeanOfFrames(Comparator.Cosine, Threshold!)
        : new SequentialTest(_evidence, Threshold!, starts);

    // With evidence: the next one is worth at most half of what a match takes. Relatives may be worth more, and then nothing is guessed.
    internal bool Leads(double best, double next) => _evidence is null
        ? best - next >= LeastLead
        : _evidence.LogLikelihoodRatio(next) <= _evidence.LogLikelihoodRatio(Threshold!.Score) / 2;

    private static Func<double, Threshold> RateOf(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return pack.Comparator == Comparator.Cosine
            ? fmr => pack.ThresholdFor(fmr)
            : throw new PackException($"The pack {pack.Manifest.Name} compares by distance; people are looked for with packs that compare by cosine.");
    }

    private void RequireSize(EmbeddingIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.Count > People)
            throw new InvalidOperationException($"The question was prepared for {People} people, and {index.Count} are enrolled now.");
    }
}
