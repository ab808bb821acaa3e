using System.Globalization;
using Semblance.Recognition;

namespace Semblance.Evaluation;

/// <summary>The data carries none of the false match rates that were asked for. The message says how many comparisons it would take.</summary>
internal sealed class CalibrationException(string message) : Exception(message);

/// <summary>
/// From scores to thresholds: for each false match rate the easiest threshold whose measured rate is at most that, with an upper bound
/// of the rate and the false non-match rate it costs. Pure functions, safe from any thread.
/// </summary>
internal static class ThresholdCalibration
{
    /// <summary>Makes the table. A rate that the comparisons cannot carry is left out.</summary>
    /// <param name="scores">The comparisons, with at least the largest rate's share of the impostor scores kept.</param>
    /// <param name="comparator">On whose scale the thresholds are given.</param>
    /// <param name="data">What was compared, in words, for the pack.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="others">
    /// Comparisons of other populations, for example the groups of a population. Where one carries a rate, its threshold must keep that rate there too: the strictest of all
    /// counts, and so does the largest upper bound. Beyond its reach thresholds are raised as much as at the last rate that it carries. One that carries none has no say.
    /// </param>
    /// <exception cref="CalibrationException">No rate is carried.</exception>
    public static Calibration Compute(CalibrationScores scores, Comparator comparator, string data, CalibrationOptions? options = null, params IReadOnlyList<CalibrationScores> others)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(comparator);
        options ??= new CalibrationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeastFalseMatches, RuleOf.Three, nameof(options));
        var rates = options.Rates.Where(fmr => RuleOf.Carries(scores.Impostor, fmr, options.LeastFalseMatches)).OrderDescending().ToList();
        if (rates.Count == 0)
            throw new CalibrationException(Refusal(scores.Impostor, options.Rates.Max(), options.LeastFalseMatches));
        // Where many scores are equal, even the highest can be reached by too many: no threshold has that rate.
        var found = rates.Select(fmr => (Fmr: fmr, scores.Tail.At(fmr).Threshold)).Where(row => !double.IsNaN(row.Threshold)).ToList();
        if (found.Count == 0)
            throw new CalibrationException("So many comparisons between different people have the same highest score that no threshold keeps them apart.");

        double[] thresholds = [.. found.Select(row => row.Threshold)];
        Raise(thresholds, [.. found.Select(row => row.Fmr)], others);
        var bootstrap = new FamilyBootstrap(scores, thresholds, options.Resamples, options.Seed);
        var otherBootstraps = others.Select(other => (Scores: other, Bootstrap: new FamilyBootstrap(other, thresholds, options.Resamples, options.Seed))).ToList();
        return new Calibration
        {
            Data = data,
            People = scores.Subjects,
            Families = scores.Families,
            ImpostorComparisons = scores.Impostor,
            GenuineComparisons = scores.Genuine,
            FailedToAcquire = scores.FailedGenuine,
            Resamples = options.Resamples,
            Rates = [.. found.Select((row, k) => new CalibratedRate(
                row.Fmr, comparator.ToSimilarity(thresholds[k]), bootstrap.FalseMatches(k), Upper(k, row.Fmr),
                bootstrap.Fnmr(k), bootstrap.FnmrInterval(k), !RuleOf.Carries(scores.Impostor, row.Fmr)))],
        };

        double Upper(int k, double fmr) => otherBootstraps.Where(other => RuleOf.Carries(other.Scores.Impostor, fmr)).Select(other => other.Bootstrap.FmrUpper(k)!.Value)
            .Append(bootstrap.FmrUpper(k)!.Value).Max();
    }

    // Rates fall from the first to the last.
    private static void Raise(double[] thresholds, double[] rates, IReadOnlyList<CalibrationScores> others)
    {
        var raised = new double[others.Count];
        for (int k = 0; k < rates.Length; k++)
        {
            for (int i = 0; i < others.Count; i++)
            {
                if (RuleOf.Carries(others[i].Impostor, rates[k]) && others[i].Tail.At(rates[k]).Threshold is var other && !double.IsNaN(other))
                    raised[i] = Math.Max(0, other - thresholds[k]);
            }
            thresholds[k] += raised.DefaultIfEmpty(0).Max();
        }
    }

    /// <summary>What a calibration's thresholds do to the pairs of one condition.</summary>
    /// <param name="name">The condition, in words.</param>
    /// <param name="pairs">Its pairs; a bootstrap draws their subjects, so give families where relatives are among them.</param>
    /// <param name="calibration">Whose thresholds.</param>
    /// <param name="comparator">The comparator of those thresholds.</param>
    /// <param name="rates">At which of the calibration's rates; those it lacks are left out.</param>
    /// <param name="options">Resamples and seed; null for the defaults.</param>
    public static CalibrationCondition Under(
        string name, IReadOnlyList<ScoredPair> pairs, Calibration calibration, Comparator comparator, IReadOnlyList<double> rates, CalibrationOptions? options = null)
    {
        return Under(name, CalibrationScores.FromPairs(pairs), calibration, comparator, rates, options);
    }

    /// <summary>The same of comparisons that were collected before, with enough of the impostor scores kept.</summary>
    /// <exception cref="ArgumentException">More impostor scores reach a threshold than were kept.</exception>
    public static CalibrationCondition Under(
        string name, CalibrationScores scores, Calibration calibration, Comparator comparator, IReadOnlyList<double> rates, CalibrationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(comparator);
        return Under(name, scores, [.. calibration.Rates.Where(row => rates.Contains(row.Fmr)).Select(row => (row.Fmr, row.Score))], comparator, options ?? new CalibrationOptions());
    }

    /// <summary>What thresholds do within groups of people, at <see cref="GroupedPhotos.Rates"/>.</summary>
    /// <param name="groups">The comparisons of each group.</param>
    /// <param name="thresholds">Scores by the rate they are calibrated to; other rates are passed over.</param>
    /// <param name="comparator">The comparator of those thresholds.</param>
    /// <param name="options">Resamples and seed; null for the defaults.</param>
    public static IReadOnlyList<CalibrationCondition> Within(IReadOnlyList<GroupScores> groups, IEnumerable<(double Fmr, double Score)> thresholds, Comparator comparator, CalibrationOptions? options = null)
    {
        var rows = thresholds.Where(row => GroupedPhotos.Rates.Contains(row.Fmr)).OrderByDescending(row => row.Fmr).ToList();
        return [.. groups.Select(group => Under(group.Name, group.Scores, rows, comparator, options ?? new CalibrationOptions()))];
    }

    private static CalibrationCondition Under(string name, CalibrationScores scores, IReadOnlyList<(double Fmr, double Score)> rows, Comparator comparator, CalibrationOptions options)
    {
        // A similarity is the score or its negative, so the same step leads back.
        var bootstrap = new FamilyBootstrap(scores, [.. rows.Select(row => comparator.ToSimilarity(row.Score))], options.Resamples, options.Seed);
        return new CalibrationCondition(name, scores.Impostor, scores.Genuine, scores.Families,
            [.. rows.Select((row, k) => new ConditionRate(row.Fmr, bootstrap.Fmr(k), bootstrap.FmrUpper(k), bootstrap.Fnmr(k), bootstrap.FnmrInterval(k)))]);
    }

    /// <summary>The thresholds of a pack.json: the default first, then the others from the strictest up.</summary>
    /// <param name="calibration">The table.</param>
    /// <param name="defaultFmr">The rate of the default threshold. Nothing laxer takes its place where the table lacks it.</param>
    /// <exception cref="CalibrationException">The table has no row for the default.</exception>
    public static IReadOnlyList<ThresholdEntry> ToThresholds(Calibration calibration, double defaultFmr = CalibrationOptions.DefaultFmr)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (calibration.Rates.All(row => row.Fmr != defaultFmr))
        {
            string rates = string.Join(", ", calibration.Rates.Select(row => CalibrationText.Rate(row.Fmr)));
            throw new CalibrationException(RuleOf.Carries(calibration.ImpostorComparisons, defaultFmr)
                ? $"The table has no row for the default false match rate {CalibrationText.Rate(defaultFmr)}; it has {rates}."
                : $"{Refusal(calibration.ImpostorComparisons, defaultFmr)} As the default, one of {rates} can be chosen.");
        }
        string evidence = string.Create(CultureInfo.InvariantCulture, $"{calibration.ImpostorComparisons:N0} comparisons between {calibration.People:N0} people: {calibration.Data}");
        return [.. calibration.Rates.OrderBy(row => row.Fmr != defaultFmr).ThenBy(row => row.Fmr)
            .Select(row => new ThresholdEntry(row.Score, row.Fmr, row.Weak ? $"weak (fewer than 30 expected false matches); {evidence}" : evidence))];
    }

    /// <summary>The sentence for a false match rate that so many comparisons do not carry.</summary>
    public static string Refusal(long comparisons, double fmr, double leastFalseMatches = RuleOf.Thirty) => string.Create(CultureInfo.InvariantCulture,
        $"A false match rate of {fmr:0.##########} takes at least {RuleOf.ComparisonsFor(fmr, leastFalseMatches):N0} comparisons between different people, so that {leastFalseMatches:0} false matches can be expected; there are {comparisons:N0}.");
}
