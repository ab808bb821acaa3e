using System.Globalization;
using Semblance.Recognition;

namespace Semblance.Training.Quality;

/// <summary>
/// Limits of quality from what spoiled photos are worth. Of the photos that are recognised as they were taken, a given part must still be recognised: half of them to verify, nine tenths to enrol.
/// Poses are those of photos as they were taken: there the same part is asked of how many are recognised among heads that look into the camera. Between photos a limit is taken from a fit that
/// never rises as the measure gets worse (pool adjacent violators); beyond the worst photo that was seen nothing is known, so nothing is let in there.
/// </summary>
/// <param name="trials">Of <see cref="QualityTrial"/>.</param>
/// <param name="threshold">The similarity from which on a photo is recognised.</param>
/// <param name="origin">The data and the command, for the evidence.</param>
internal sealed class QualityCalibration(IReadOnlyList<QualityTrial> trials, double threshold, string origin)
{
    /// <summary>The part of photos that must still be recognised.</summary>
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
        MinSide = (float)Spoil(level, "minSide", Spoiled.Small, quality => quality.Side, part, step: 1),
        MinMargin = Spoil(level, "minMargin", Spoiled.CutOff, quality => quality.Margin, part, step: 0.01),
        MinSharpness = Spoil(level, "minSharpness", Spoiled.Blurred, quality => quality.Sharpness, part, step: 0.01),
        MinBrightness = Spoil(level, "minBrightness", Spoiled.Dark, quality => quality.Brightness, part, step: 1),
        MaxBrightness = -Spoil(level, "maxBrightness", Spoiled.Bright, quality => -quality.Brightness, part, step: 1),
        MinContrast = Spoil(level, "minContrast", Spoiled.Flat, quality => quality.Contrast, part, step: 0.1),
        MaxYaw = -Turn(level, "maxYaw", pose => pose.Yaw, part),
        MaxPitch = -Turn(level, "maxPitch", pose => pose.Pitch, part),
    };

    private double Spoil(string level, string name, string kind, Func<FaceQuality, double> goodness, double part, double step)
    {
        var recognised = trials.Where(trial => trial.Kind == Spoiled.Unchanged && IsRecognised(trial) == 1).Select(trial => trial.Pair).ToHashSet();
        var seen = trials.Where(trial => trial.Kind == kind || trial.Kind == Spoiled.Unchanged).Where(trial => recognised.Contains(trial.Pair) && trial.Quality is not null)
            .Select(trial => (goodness(trial.Quality!), IsRecognised(trial))).ToList();
        return Find(level, name, seen, part, step, $"of {recognised.Count} photos that are recognised as they were taken, from here on fewer than {part:P0} still are");
    }

    private double Turn(string level, string name, Func<HeadPose, double> angle, double part)
    {
        var seen = trials.Where(trial => trial.Kind == QualityTrial.Natural && trial.Quality is { Pose: { } pose } && double.IsFinite(angle(pose)))
            .Select(trial => (Goodness: -Math.Abs(angle(trial.Quality!.Pose!.Value)), Recognised: IsRecognised(trial))).ToList();
        double whole = seen.Where(photo => photo.Goodness >= -Frontal).Average(photo => photo.Recognised);
        return Find(level, name, seen, part * whole, step: 1, $"of heads within {Frontal} degrees {whole:P0} are recognised, from here on fewer than {part:P0} of that");
    }

    private double Find(string level, string name, IReadOnlyList<(double Goodness, double Recognised)> seen, double least, double step, string fall)
    {
        var (limit, isEdge) = Limit(seen, least);
        string end = isEdge ? "photos are recognised often enough down to the worst that was seen" : fall;
        _evidence[$"{level}.fivePoint.{name}"] = string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(end[0])}{end[1..]} ({seen.Count} photos). {origin}");
        return Math.Round(Math.Floor(limit / step + 1e-9) * step, 6);
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
