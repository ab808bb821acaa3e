using System.Globalization;
using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Training.Data;

namespace Semblance.Training.Spoof;

/// <summary>
/// What scores of texture mean, from all sets at once, with the worst one counting. Only people whom the network's training did not see decide; the others are shown beside them.
/// </summary>
internal static class TextureCalibration
{
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

    /// <summary>The limits (<see cref="TextureLimits"/>), and how many photos are then taken for live.</summary>
    /// <param name="trials">Of every set.</param>
    /// <param name="origin">The command, for the evidence.</param>
    /// <exception cref="DataException">The training saw everybody.</exception>
    public static (SpoofThresholds Thresholds, string Evidence) Derive(IReadOnlyList<TextureTrial> trials, string origin)
    {
        var photos = trials.Where(trial => !trial.IsSeen).ToList();
        if (photos.All(trial => trial.Attack is not null) || photos.All(trial => trial.Attack is null))
            throw new DataException("There are not both people and attacks whom the network's training did not see: the pack's recipe has to leave some of the folder out.");
        var limits = TextureLimits.Derive(photos);
        string Shares(bool attacks) => string.Join(", ", limits.Taken.Where(taken => taken.Attack is not null == attacks)
            .Select(taken => $"{taken.Set}{(attacks ? $" {taken.Attack}" : "")} {taken.Live} of {taken.Photos}"));
        return (limits.Thresholds, string.Create(CultureInfo.InvariantCulture,
            $"Live from the score at which the set that errs most, by people below it or attacks from it on, errs least ({limits.WorstSet}); an attack below at most half of it. Taken for live, one photo each, of sets that the training did not see: attacks {Shares(true)}; live {Shares(false)}. {origin}"));
    }
}
