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
/// What scores of texture mean, from photos of people and of attacks. Live from the score that three quarters of the live photos of the worst set reach: the check takes the mean of the middle
/// half of a person's frames, which then cannot lie below it. An attack below the score that nearly all of them reach. What attacks score has no say, as sets differ more than people and attacks
/// do: a limit over the best screens would let nobody pass. <see cref="Taken"/> says how many are taken for live.
/// </summary>
/// <param name="Thresholds">The limits.</param>
/// <param name="WorstSet">The set whose people decided.</param>
/// <param name="Taken">What follows for each set and kind: attacks first, then live photos.</param>
internal sealed record TextureLimits(SpoofThresholds Thresholds, string WorstSet, IReadOnlyList<TakenForLive> Taken)
{
    // The check leaves out a quarter of a person's frames at either end; so many of a set's live photos may be called an attack.
    private const double OutsideTheMiddle = 0.25, MostRefused = 0.05;

    /// <summary>Finds them.</summary>
    /// <param name="photos">Of every set; only people whom the network's training did not see should be among them.</param>
    /// <exception cref="ArgumentException">No photo is live.</exception>
    public static TextureLimits Derive(IReadOnlyList<TextureTrial> photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var live = photos.Where(trial => trial.Attack is null).GroupBy(trial => trial.Set).ToList();
        if (live.Count == 0)
            throw new ArgumentException("Limits of texture follow from live photos, and there is none.", nameof(photos));
        var worst = live.MinBy(set => Quantile(set, OutsideTheMiddle))!;
        double liveFrom = Down(Quantile(worst, OutsideTheMiddle)), spoofBelow = Down(live.Min(set => Quantile(set, MostRefused)));
        TakenForLive Count(IReadOnlyList<TextureTrial> group) => new(group[0].Set, group[0].Attack, group.Count(trial => trial.Score >= liveFrom), group.Count);
        var attacks = photos.Where(trial => trial.Attack is not null).GroupBy(trial => (trial.Set, trial.Attack)).Select(group => Count([.. group]));
        return new TextureLimits(new SpoofThresholds(liveFrom, spoofBelow), worst.Key, [.. attacks, .. live.Select(group => Count([.. group]))]);
    }

    private static double Quantile(IEnumerable<TextureTrial> trials, double share)
    {
        double[] scores = [.. trials.Select(trial => trial.Score).Order()];
        return scores[(int)(share * (scores.Length - 1))];
    }

    private static double Down(double score) => Math.Max(0.01, Math.Floor(100 * score) / 100);
}
