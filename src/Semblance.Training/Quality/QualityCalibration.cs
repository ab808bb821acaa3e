using System.Globalization;
using Semblance.Recognition;

namespace Semblance.Training.Quality;

/// <summary>
/// Limits of quality from what spoiled photos are worth. A limit lies where the share of photos that are recognised has fallen to a given part of that of unspoiled ones: half of it for
/// verification, nine tenths for enrolment. Between photos it is taken from a fit that never rises as the measure gets worse (pool adjacent violators); beyond the worst photo that was seen
/// nothing is known, so nothing is let in there.
/// </summary>
/// <param name="trials">Of <see cref="QualityTrial"/>.</param>
/// <param name="threshold">The similarity from which on a photo is recognised.</param>
/// <param name="origin">The data and the command, for the evidence.</param>
internal sealed class QualityCalibration(IReadOnlyList<QualityTrial> trials, double threshold, string origin)
{
    /// <summary>The part of unspoiled photos' recognition that must be left.</summary>
    public const double ForVerification = 0.5, ForEnrolment = 0.9;

    // Degrees within which a face counts as looking into the camera.
    private const double Frontal = 10;

    private readonly Dictionary<string, string> _evidence = [];

    /// <summary>The limits of faces with landmarks, and the evidence of each; those of faces without are kept.</summary>
    /// <param name="before">What the pack had.</param>
    public QualityOptions Derive(QualityOptions before)
    {
        _evidence.Clear();
        foreach (string part in (string[])["verification.box", "enrolment.box"])
            _evidence[part] = before.Evidence.GetValueOrDefault(part) ?? "Not used where the detector gives landmarks. Kept from version 0.1: chosen on AT&T faces, CFP and eleven clips of people before a camera.";
        var (verification, enrolment) = (Limits("verification", ForVerification), Limits("enrolment", ForEnrolment));
        return new QualityOptions
        {
            Verification = before.Verification with { FivePoint = verification },
            Enrolment = before.Enrolment with { FivePoint = enrolment },
            Evidence = new Dictionary<string, string>(_evidence),
        };
    }

    private QualityLimits Limits(string level, double part) => new()
    {
        MinSide = (float)Find(level, "minSide", Spoiled.Small, quality => quality.Side, part, step: 1),
        MinMargin = Find(level, "minMargin", Spoiled.CutOff, quality => quality.Margin, part, step: 0.01),
        MinSharpness = Find(level, "minSharpness", Spoiled.Blurred, quality => quality.Sharpness, part, step: 0.01),
        MinBrightness = Find(level, "minBrightness", Spoiled.Dark, quality => quality.Brightness, part, step: 1),
        MaxBrightness = -Find(level, "maxBrightness", Spoiled.Bright, quality => -quality.Brightness, part, step: 1),
        MinContrast = Find(level, "minContrast", Spoiled.Flat, quality => quality.Contrast, part, step: 0.1),
        MaxYaw = -Find(level, "maxYaw", QualityTrial.Turned, quality => -Math.Abs(quality.Pose!.Value.Yaw), part, step: 1),
        MaxPitch = -Find(level, "maxPitch", null, quality => -Math.Abs(quality.Pose!.Value.Pitch), part, step: 1),
    };

    // The kind null: heads as they were photographed, spoiled in no way.
    private double Find(string level, string name, string? kind, Func<FaceQuality, double> goodness, double part, double step)
    {
        var natural = trials.Where(trial => trial.Kind == (kind == QualityTrial.Turned ? QualityTrial.Turned : Spoiled.Unchanged)).ToList();
        var base_ = kind == QualityTrial.Turned ? natural.Where(trial => trial.Quality is { Pose.Yaw: >= -Frontal and <= Frontal }).ToList() : natural;
        double whole = base_.Where(trial => trial.Quality is not null).Average(IsRecognised);
        var seen = trials.Where(trial => trial.Quality is not null && (trial.Kind == kind || trial.Kind == natural[0].Kind))
            .Select(trial => (Goodness: goodness(trial.Quality!), Recognised: IsRecognised(trial))).Where(trial => double.IsFinite(trial.Goodness)).ToList();
        var (limit, isEdge) = Limit(seen, part * whole);
        double rounded = Math.Round(Math.Floor(limit / step + 1e-9) * step, 6);
        string end = isEdge ? "photos are recognised often enough down to the worst that was seen" : $"from here on fewer than {part:P0} of those are recognised that would be unspoiled";
        _evidence[$"{level}.fivePoint.{name}"] = string.Create(CultureInfo.InvariantCulture, $"{end}; {seen.Count} photos, of unspoiled ones {whole:P0} are recognised at the default threshold. {origin}");
        return rounded;
    }

    private double IsRecognised(QualityTrial trial) => trial.Similarity >= threshold ? 1 : 0;

    /// <summary>The least goodness at which the fitted rate still reaches a level.</summary>
    /// <returns>And whether that is simply the worst photo.</returns>
    internal static (double Goodness, bool IsEdge) Limit(IEnumerable<(double Goodness, double Recognised)> photos, double level)
    {
        // Blocks from the best photos to the worst; two neighbours are joined as long as the worse one has the higher rate.
        var blocks = new List<(double Sum, int Count, double Worst)>();
        foreach (var (goodness, recognised) in photos.OrderByDescending(photo => photo.Goodness))
        {
            blocks.Add((recognised, 1, goodness));
            while (blocks.Count > 1 && blocks[^1].Sum * blocks[^2].Count >= blocks[^2].Sum * blocks[^1].Count)
            {
                var (worse, better) = (blocks[^1], blocks[^2]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((better.Sum + worse.Sum, better.Count + worse.Count, worse.Worst));
            }
        }
        int last = blocks.FindLastIndex(block => block.Sum >= level * block.Count);
        return last < 0 ? throw new ArgumentException("Not even the best photos are recognised that often.", nameof(photos)) : (blocks[last].Worst, last == blocks.Count - 1);
    }
}
