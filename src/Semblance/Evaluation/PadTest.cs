using Semblance.Liveness;

namespace Semblance.Evaluation;

/// <summary>What a test of attacks at one camera amounts to.</summary>
/// <param name="Camera">Its name.</param>
/// <param name="Now">The limits of texture that hold by now.</param>
/// <param name="Counts">How much was collected, kind by kind.</param>
/// <param name="Checks">Each check at the limits that hold now.</param>
/// <param name="Auc">How well the score of single frames tells people from all attacks, 0 to 1; null where one of them is missing.</param>
/// <param name="Eer">Where as large a share of attacks is accepted as of people refused; null where one of them is missing.</param>
/// <param name="Kinds">The same for each kind of attack alone.</param>
/// <param name="AtRecommended">Texture at the recommended limits; empty where none are recommended.</param>
/// <param name="Advice">What follows.</param>
internal sealed record PadTest(
    string Camera, SpoofThresholds Now, IReadOnlyList<PadCount> Counts, IReadOnlyList<PresentationMetrics> Checks, double? Auc, double? Eer, IReadOnlyList<PadSeparation> Kinds,
    IReadOnlyList<PresentationMetrics> AtRecommended, PadAdvice Advice)
{
    /// <summary>The names of the checks.</summary>
    public const string OneFrame = "texture, one frame", Whole = "texture, whole presentation", Policy = "policy passive";

    /// <summary>Measures.</summary>
    /// <param name="camera">The camera's name.</param>
    /// <param name="presentations">What was collected, at least one.</param>
    /// <param name="now">The limits that hold.</param>
    /// <exception cref="ArgumentException">There are no presentations.</exception>
    public static PadTest Of(string camera, IReadOnlyList<PadPresentation> presentations, SpoofThresholds now)
    {
        ArgumentNullException.ThrowIfNull(presentations);
        if (presentations.Count == 0)
            throw new ArgumentException("Nothing was presented.", nameof(presentations));
        var counts = PadCount.Of(presentations);
        var trials = Trials(camera, presentations);
        var limits = PadAdvice.Gaps(counts).Count == 0 ? TextureLimits.Derive(trials) : null;
        var atRecommended = limits is null ? [] : Texture(camera, presentations, limits.Thresholds);
        var policies = presentations.Where(one => one.Policy is not null).Select(one => new Presentation(Policy, one.Subject, camera, one.Attack, one.Texture, one.Policy!.Value)).ToList();
        var (auc, eer) = Separation(trials);
        return new PadTest(
            camera, now, counts, [.. Texture(camera, presentations, now), .. Metrics(policies)], auc, eer,
            [.. trials.Select(trial => trial.Attack).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(kind => Kind(kind, trials))],
            atRecommended, PadAdvice.Of(counts, limits, atRecommended));
    }

    /// <summary>Every photo and frame that has a score.</summary>
    public static IReadOnlyList<TextureTrial> Trials(string camera, IReadOnlyList<PadPresentation> presentations) =>
        [.. presentations.SelectMany(one => one.Frames.OfType<double>().Select(score => new TextureTrial(camera, one.Subject, one.Attack, score)))];

    private static IReadOnlyList<PresentationMetrics> Texture(string camera, IReadOnlyList<PadPresentation> presentations, SpoofThresholds thresholds)
    {
        var frames = Trials(camera, presentations).Select(trial => new Presentation(OneFrame, trial.Subject, camera, trial.Attack, trial.Score, thresholds.Judge(trial.Score)));
        // A photo by itself is its only frame.
        var whole = presentations.Any(one => one.Frames.Count > 1)
            ? presentations.Where(one => one.IsUsable).Select(one => new Presentation(Whole, one.Subject, camera, one.Attack, one.Texture, thresholds.Judge(one.Texture!.Value)))
            : [];
        return [.. Metrics([.. frames]), .. Metrics([.. whole])];
    }

    private static IEnumerable<PresentationMetrics> Metrics(IReadOnlyList<Presentation> presentations) => presentations.Count == 0 ? [] : [PresentationMetrics.Of(presentations)];

    private static PadSeparation Kind(string kind, IReadOnlyList<TextureTrial> trials)
    {
        var (auc, eer) = Separation([.. trials.Where(trial => trial.Attack is null || trial.Attack == kind)]);
        return new PadSeparation(kind, auc, eer);
    }

    private static (double? Auc, double? Eer) Separation(IReadOnlyList<TextureTrial> trials)
    {
        if (trials.All(trial => trial.Attack is null) || trials.All(trial => trial.Attack is not null))
            return (null, null);
        var pairs = new SortedPairs([.. trials.Select(trial => new ScoredPair(trial.Score, trial.Attack is null, 0, 0, 0))]);
        var weights = new int[pairs.Count];
        Array.Fill(weights, 1);
        var rates = RankRates.Of(pairs, weights, []);
        return (rates.Auc, rates.Eer);
    }
}

/// <summary>How well the texture score of single frames tells people from one kind of attack.</summary>
/// <param name="Attack">The kind.</param>
/// <param name="Auc">0.5: not at all; 1: always. Null where one of them is missing.</param>
/// <param name="Eer">The equal error rate; null where one of them is missing.</param>
internal sealed record PadSeparation(string Attack, double? Auc, double? Eer);
