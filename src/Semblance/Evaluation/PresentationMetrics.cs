namespace Semblance.Evaluation;

/// <summary>An error rate over presentations, with a 95 % interval by drawing subjects with replacement.</summary>
/// <param name="Rate">0 to 1.</param>
/// <param name="Errors">How many presentations were in error.</param>
/// <param name="Presentations">Of how many.</param>
/// <param name="Subjects">How many people they show.</param>
/// <param name="Interval">
/// Null with fewer than two subjects: one person supports no rate. Where no error was seen the bootstrap has no width; the interval then reaches up to 3 / subjects
/// (the rule of three, Jovanovic and Levy 1997), counted in people, as the presentations of one person are not independent.
/// </param>
internal sealed record PresentationRate(double Rate, int Errors, int Presentations, int Subjects, RateInterval? Interval);

/// <summary>What came of attacks of one kind.</summary>
/// <param name="Attack">The kind.</param>
/// <param name="Set">The recording or collection; null: all of them.</param>
/// <param name="IsSimulated">Whether they were computed.</param>
/// <param name="TakenForLive">APCER where a policy asks for live: the share of attacks with the verdict live.</param>
/// <param name="NotRefused">APCER where a policy only asks that the check does not object: the share of attacks without the verdict spoof.</param>
/// <param name="Unsure">The share of the verdict unsure.</param>
internal sealed record AttackRates(string Attack, string? Set, bool IsSimulated, PresentationRate TakenForLive, PresentationRate NotRefused, double Unsure);

/// <summary>What came of genuine presentations.</summary>
/// <param name="Set">The recording or collection; null: all of them.</param>
/// <param name="IsSimulated">Whether they were computed.</param>
/// <param name="NotLive">BPCER where a policy asks for live: the share without the verdict live.</param>
/// <param name="Refused">BPCER where a policy only asks that the check does not object: the share with the verdict spoof.</param>
/// <param name="Unsure">The share of the verdict unsure.</param>
internal sealed record GenuineRates(string? Set, bool IsSimulated, PresentationRate NotLive, PresentationRate Refused, double Unsure);

/// <summary>
/// How well a liveness check tells attacks from people (ISO/IEC 30107-3): APCER for each kind of attack by itself, never averaged over kinds, and BPCER. Both are given for
/// the two ways in which a policy may use a check.
/// </summary>
/// <param name="Check">The check or policy.</param>
/// <param name="Attacks">Kind by kind, and within a kind set by set where there are several.</param>
/// <param name="Genuine">All together, then set by set where there are several.</param>
/// <param name="Roc">Every operating point over the score: FMR stands for the share of attacks accepted (all kinds), FNMR for that of genuine presentations refused. Null where scores of either are missing.</param>
internal sealed record PresentationMetrics(string Check, IReadOnlyList<AttackRates> Attacks, IReadOnlyList<GenuineRates> Genuine, RocCurve? Roc)
{
    /// <summary>Measures one check.</summary>
    /// <param name="presentations">All presentations to it.</param>
    /// <param name="resamples">Bootstrap resamples behind the intervals; 0 for none.</param>
    /// <param name="seed">Fixes them.</param>
    /// <exception cref="ArgumentException">There are none, or they are of several checks.</exception>
    public static PresentationMetrics Of(IReadOnlyList<Presentation> presentations, int resamples = 1000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(presentations);
        if (presentations.Select(presentation => presentation.Check).Distinct().Count() != 1)
            throw new ArgumentException("Give the presentations of one check, at least one.", nameof(presentations));

        PresentationRate Rate(IReadOnlyList<Presentation> some, Func<LivenessVerdict, bool> isError) => RateOf(some, isError, resamples, seed);
        AttackRates Attacks(string attack, string? set, IReadOnlyList<Presentation> some) => new(
            attack, set, some.Any(one => one.IsSimulated), Rate(some, verdict => verdict == LivenessVerdict.Live), Rate(some, verdict => verdict != LivenessVerdict.Spoof), Unsure(some));
        GenuineRates Genuine(string? set, IReadOnlyList<Presentation> some) => new(
            set, some.Any(one => one.IsSimulated), Rate(some, verdict => verdict != LivenessVerdict.Live), Rate(some, verdict => verdict == LivenessVerdict.Spoof), Unsure(some));

        var attacks = presentations.Where(one => one.Attack is not null).GroupBy(one => one.Attack!)
            .SelectMany(kind => BySet(kind).Select(part => Attacks(kind.Key, part.Set, part.Presentations))).ToList();
        var genuine = presentations.Where(one => one.Attack is null).ToList();
        return new PresentationMetrics(
            presentations[0].Check, attacks, genuine.Count == 0 ? [] : [.. BySet(genuine).Select(part => Genuine(part.Set, part.Presentations))], Curve(presentations));
    }

    private static IEnumerable<(string? Set, IReadOnlyList<Presentation> Presentations)> BySet(IEnumerable<Presentation> some)
    {
        var all = some.ToList();
        var sets = all.GroupBy(one => one.Set).ToList();
        return sets.Count == 1 ? [(sets[0].Key, all)] : [(null, all), .. sets.Select(set => ((string?)set.Key, (IReadOnlyList<Presentation>)[.. set]))];
    }

    private static double Unsure(IReadOnlyList<Presentation> some) => some.Average(one => one.Verdict == LivenessVerdict.Unsure ? 1.0 : 0);

    private static PresentationRate RateOf(IReadOnlyList<Presentation> some, Func<LivenessVerdict, bool> isError, int resamples, int seed)
    {
        var subjects = some.GroupBy(one => one.Subject).Select(subject => (Errors: subject.Count(one => isError(one.Verdict)), Count: subject.Count())).ToArray();
        int errors = subjects.Sum(subject => subject.Errors);
        double rate = (double)errors / some.Count;
        return new PresentationRate(rate, errors, some.Count, subjects.Length, subjects.Length < 2 || resamples == 0 ? null : Interval(subjects, rate, resamples, seed));
    }

    private static RateInterval? Interval((int Errors, int Count)[] subjects, double rate, int resamples, int seed)
    {
        double most = Math.Min(1, 3.0 / subjects.Length);
        if (rate is 0 or 1)
            return rate == 0 ? new RateInterval(0, most) : new RateInterval(1 - most, 1);
        var random = new Random(seed);
        var resampled = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            int errors = 0, count = 0;
            for (int draw = 0; draw < subjects.Length; draw++)
            {
                var (wrong, all) = subjects[random.Next(subjects.Length)];
                (errors, count) = (errors + wrong, count + all);
            }
            resampled[r] = (double)errors / count;
        }
        return Bootstrap.Interval(resampled, rate);
    }

    private static RocCurve? Curve(IReadOnlyList<Presentation> presentations)
    {
        var scored = presentations.Where(one => one.Score is not null).ToList();
        return scored.Any(one => one.Attack is null) && scored.Any(one => one.Attack is not null)
            ? RocCurve.Compute([.. scored.Select(one => new ScoredPair(one.Score!.Value, one.Attack is null, 0, 0, 0))])
            : null;
    }
}
