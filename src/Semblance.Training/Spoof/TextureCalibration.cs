using System.Globalization;
using Semblance.Liveness;
using Semblance.Training.Data;

namespace Semblance.Training.Spoof;

/// <summary>A photo before the texture check.</summary>
/// <param name="Set">Where it is from.</param>
/// <param name="Subject">Whom it shows.</param>
/// <param name="Attack">Its kind; null: live.</param>
/// <param name="Score">Of live, 0 to 1.</param>
/// <param name="IsSeen">Whether the network's training saw this person.</param>
internal sealed record TextureTrial(string Set, string Subject, string? Attack, double Score, bool IsSeen);

/// <summary>
/// What scores of texture mean, from all sets at once, with the worst one counting. Only people whom the network's training did not see decide; the others are shown beside them.
/// </summary>
internal static class TextureCalibration
{
    // The check leaves out a quarter of a person's frames at either end; so many of a set's live photos may be called an attack.
    private const double OutsideTheMiddle = 0.25, MostRefused = 0.05;

    /// <summary>Scores every photo.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="network">The pack's.</param>
    /// <param name="pack">Says whom its training left out.</param>
    /// <param name="detector">Finds faces.</param>
    /// <param name="report">Told how many of how many photos are done.</param>
    public static IReadOnlyList<TextureTrial> Score(string data, SpoofNetwork network, ModelPack pack, IFaceDetector detector, Action<int, int> report)
    {
        var leftOut = pack.Manifest.Recipe?["spoof"]?["leftOut"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        var options = pack.Liveness.Texture;
        bool IsSeen(string set, string subject) => !leftOut.Contains(set) && !leftOut.Contains(subject);
        var trials = new List<TextureTrial>();
        foreach (var face in SpoofData.Faces(data, detector, report))
        {
            if (network.Score(face.Photo, face.Face, options).LogOdds(options.MostLogOdds) is { } logOdds)
                trials.Add(new TextureTrial(face.Set, face.Subject, face.Attack, 1 / (1 + Math.Exp(-logOdds)), IsSeen(face.Set, face.Subject)));
        }
        return trials;
    }

    /// <summary>
    /// Live from the score that three quarters of the live photos of the worst set reach: the check takes the mean of the middle half of a person's frames, which then cannot lie below it. An
    /// attack below the score that nearly all of them reach. What attacks score has no say, as sets differ more than people and attacks do: a limit over the best screens would let nobody pass. The
    /// evidence says how many are taken for live.
    /// </summary>
    /// <param name="trials">Of every set.</param>
    /// <param name="origin">The command, for the evidence.</param>
    public static (SpoofThresholds Thresholds, string Evidence) Derive(IReadOnlyList<TextureTrial> trials, string origin)
    {
        var photos = trials.Where(trial => !trial.IsSeen).ToList();
        var live = photos.Where(trial => trial.Attack is null).GroupBy(trial => trial.Set).ToList();
        if (live.Count == 0)
            throw new DataException($"There is no photo of anybody whom the network's training did not see: the pack's recipe leaves no set of the folder out.");
        var worst = live.MinBy(set => Quantile(set, OutsideTheMiddle))!;
        double liveFrom = Down(Quantile(worst, OutsideTheMiddle)), spoofBelow = Down(live.Min(set => Quantile(set, MostRefused)));
        string Share(IGrouping<string, TextureTrial> group) => $"{group.Key} {group.Count(trial => trial.Score >= liveFrom)} of {group.Count()}";
        string attacks = string.Join(", ", photos.Where(trial => trial.Attack is not null).GroupBy(trial => $"{trial.Set} {trial.Attack}").Select(Share));
        string people = string.Join(", ", photos.Where(trial => trial.Attack is null).GroupBy(trial => trial.Set).Select(Share));
        return (new SpoofThresholds(liveFrom, spoofBelow), string.Create(CultureInfo.InvariantCulture,
            $"Live from the score that three quarters of the live photos of the worst set reach ({worst.Key}), an attack below that which 95 % reach. Taken for live, one photo each, of sets that the training did not see: attacks {attacks}; live {people}. {origin}"));
    }

    private static double Quantile(IEnumerable<TextureTrial> trials, double share)
    {
        double[] scores = [.. trials.Select(trial => trial.Score).Order()];
        return scores[(int)(share * (scores.Length - 1))];
    }

    private static double Down(double score) => Math.Max(0.01, Math.Floor(100 * score) / 100);
}
