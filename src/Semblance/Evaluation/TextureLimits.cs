using Semblance.Liveness;

namespace Semblance.Evaluation;

/// <summary>A photo before the texture check.</summary>
/// <param name="Set">Where it is from.</param>
/// <param name="Subject">Whom it shows.</param>
/// <param name="Attack">Its kind; null: live.</param>
/// <param name="Score">Of live, 0 to 1.</param>
/// <param name="IsSeen">Whether the network's training saw this person.</param>
internal sealed record TextureTrial(string Set, string Subject, string? Attack, double Score, bool IsSeen = false);

/// <summary>How many photos of a kind reach the limit of live.</summary>
/// <param name="Set">Where they are from.</param>
/// <param name="Attack">Their kind; null: live.</param>
/// <param name="Live">How many are taken for live.</param>
/// <param name="Photos">Of how many.</param>
internal sealed record TakenForLive(string Set, string? Attack, int Live, int Photos);

/// <summary>
/// What scores of texture mean, from photos of people and of attacks of several sets and kinds. Live from the score at which the worst of them errs least: people of a set that score below it, or attacks of a
/// kind that reach it. Where many scores do as well, their middle is taken, which leaves room on both sides. It is never over the score that three quarters of the live photos of the worst set reach: the
/// check takes the mean of the middle half of a person's frames, and a limit over attacks that look like people would let nobody pass. An attack below the score that 95 % of the live photos of the worst set
/// reach, and at most below half the limit of live: a camera that nobody has seen deserves doubt before it is accused.
/// </summary>
/// <param name="Thresholds">The limits.</param>
/// <param name="WorstSet">The set that errs most at them.</param>
/// <param name="Taken">What follows for each set and kind: attacks first, then live photos.</param>
internal sealed record TextureLimits(SpoofThresholds Thresholds, string WorstSet, IReadOnlyList<TakenForLive> Taken)
{
    // The check leaves out a quarter of a person's frames at either end; so many of a set's live photos may be called an attack.
    private const double OutsideTheMiddle = 0.25, MostRefused = 0.05;

    // The limits that are tried: hundredths.
    private const int Steps = 100;

    /// <summary>Finds them.</summary>
    /// <param name="photos">Of every set; only people whom the network's training did not see should be among them.</param>
    /// <exception cref="ArgumentException">No photo is live, or none an attack.</exception>
    public static TextureLimits Derive(IReadOnlyList<TextureTrial> photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        List<TextureTrial[]> live = Groups(photos, areAttacks: false), attacks = Groups(photos, areAttacks: true);
        if (live.Count == 0 || attacks.Count == 0)
            throw new ArgumentException("Limits of texture follow from photos of people and of attacks, and one of them is missing.", nameof(photos));
        var errors = Enumerable.Range(1, Steps - 1).Select(step => (Limit: (double)step / Steps, Error: live.Concat(attacks).Max(group => Errors(group, (double)step / Steps)))).ToList();
        double least = errors.Min(one => one.Error);
        double[] best = [.. errors.Where(one => one.Error == least).Select(one => one.Limit)];
        double liveFrom = Math.Min(best[best.Length / 2], Down(live.Min(group => Quantile(group, OutsideTheMiddle))));
        double spoofBelow = Math.Min(Down(live.Min(group => Quantile(group, MostRefused))), Down(liveFrom / 2));
        var worst = live.Concat(attacks).MaxBy(group => Errors(group, liveFrom))!;
        return new TextureLimits(new SpoofThresholds(liveFrom, spoofBelow), worst[0].Set,
            [.. attacks.Concat(live).Select(group => new TakenForLive(group[0].Set, group[0].Attack, group.Count(trial => trial.Score >= liveFrom), group.Length))]);
    }

    private static List<TextureTrial[]> Groups(IReadOnlyList<TextureTrial> photos, bool areAttacks) =>
        [.. photos.Where(trial => trial.Attack is not null == areAttacks).GroupBy(trial => (trial.Set, trial.Attack)).Select(group => group.ToArray())];

    private static double Errors(TextureTrial[] group, double limit) => (double)group.Count(trial => trial.Score >= limit == trial.Attack is not null) / group.Length;

    private static double Quantile(TextureTrial[] trials, double share)
    {
        double[] scores = [.. trials.Select(trial => trial.Score).Order()];
        return scores[(int)(share * (scores.Length - 1))];
    }

    private static double Down(double score) => Math.Max(0.01, Math.Floor(100 * score) / 100);
}
