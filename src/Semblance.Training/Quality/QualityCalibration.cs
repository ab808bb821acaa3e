using System.Globalization;
using Semblance.Recognition;

namespace Semblance.Training.Quality;

/// <summary>
/// Limits of quality from what spoiled photos are worth. Of the photos that are recognised as they were taken, a given part must still be recognised: half of them to verify, 85 % to enrol (of a hundred photos a smaller loss is not told from none).
/// Poses are those of photos as they were taken: there the same part is asked of how many are recognised among heads that look into the camera. Between photos a limit is taken from a fit that
/// never rises as the measure gets worse (pool adjacent violators); beyond the worst photo that was seen nothing is known, so nothing is let in there.
/// </summary>
/// <param name="trials">Of <see cref="QualityTrial"/>.</param>
/// <param name="threshold">The similarity from which on a photo is recognised.</param>
/// <param name="origin">The data and the command, for the evidence.</param>
/// <param name="promised">The false match rate that the threshold promises; null: strangers have no say.</param>
internal sealed class QualityCalibration(IReadOnlyList<QualityTrial> trials, double threshold, string origin, double? promised = null)
{
    /// <summary>The part of photos that must still be recognised.</summary>
    public const double ForVerification = 0.5, ForEnrolment = 0.85;

    // So many photos beyond a limit must show that recognition fails there.
    private const int FewestBeyond = 30;

    // Degrees within which a face counts as looking into the camera.
    private const double Frontal = 10;

    // What is let in near the limit, as a share of all that is let in; by how much of that a limit is tightened at a time.
    private const double NearTheLimit = 1 / 3.0, Step = 0.05;

    private readonly Dictionary<string, string> _evidence = [];
    private readonly StrangerMatches? _strangers = promised is null ? null : new([.. trials.Where(trial => trial.Kind == QualityTrial.Natural && trial.Embedding is not null)], threshold);

    /// <summary>The limits of faces with landmarks, and the evidence of each; those of faces without are kept.</summary>
    /// <param name="before">What the pack had.</param>
    public QualityOptions Derive(QualityOptions before)
    {
        _evidence.Clear();
        foreach (string part in (string[])["verification.box", "enrolment.box"])
            _evidence[part] = before.Evidence.GetValueOrDefault(part) ?? "Not used where the detector gives landmarks. Kept from version 0.1: chosen on AT&T faces, CFP and eleven clips of people before a camera.";
        var (verification, enrolment) = (Limits("verification", ForVerification, before.Verification.FivePoint), Limits("enrolment", ForEnrolment, before.Enrolment.FivePoint));
        return new QualityOptions
        {
            Verification = before.Verification with { FivePoint = verification },
            Enrolment = before.Enrolment with { FivePoint = enrolment },
            Evidence = new Dictionary<string, string>(_evidence),
        };
    }

    private QualityLimits Limits(string level, double part, QualityLimits before)
    {
        double yaw = -Turn(level, "maxYaw", pose => pose.Yaw, part, before.MaxYaw);
        return Limits(level, part, yaw, -Turn(level, "maxPitch", pose => pose.Pitch, part, before.MaxPitch, yaw));
    }

    private QualityLimits Limits(string level, double part, double yaw, double pitch) => new()
    {
        MinSide = (float)Spoil(level, "minSide", Spoiled.Small, quality => quality.Side, part, step: 1),
        MinMargin = Spoil(level, "minMargin", Spoiled.CutOff, quality => quality.Margin, part, step: 0.01),
        MinSharpness = Spoil(level, "minSharpness", Spoiled.Blurred, quality => quality.Sharpness, part, step: 0.01),
        MinBrightness = Spoil(level, "minBrightness", Spoiled.Dark, quality => quality.Brightness, part, step: 1),
        MaxBrightness = -Spoil(level, "maxBrightness", Spoiled.Bright, quality => -quality.Brightness, part, step: 1),
        MinContrast = Spoil(level, "minContrast", Spoiled.Flat, quality => quality.Contrast, part, step: 0.1),
        MaxYaw = yaw,
        MaxPitch = pitch,
    };

    private double Spoil(string level, string name, string kind, Func<FaceQuality, double> goodness, double part, double step)
    {
        var recognised = trials.Where(trial => trial.Kind == Spoiled.Unchanged && IsRecognised(trial) == 1).Select(trial => trial.Pair).ToHashSet();
        var seen = trials.Where(trial => trial.Kind == kind || trial.Kind == Spoiled.Unchanged).Where(trial => recognised.Contains(trial.Pair) && trial.Quality is not null)
            .Select(trial => (Goodness: goodness(trial.Quality!), Trial: trial)).ToList();
        return Find(level, name, seen, part, step, null, _ => null, $"of {recognised.Count} photos that are recognised as they were taken, from here on fewer than {part:P0} still are");
    }

    // Of a profile the far landmarks are guesses: what it says of pitch is worth nothing.
    private double Turn(string level, string name, Func<HeadPose, double> angle, double part, double? before, double? mostYaw = null)
    {
        var seen = trials.Where(trial => trial.Kind == QualityTrial.Natural && trial.Quality is { Pose: { } pose } && double.IsFinite(angle(pose)) && (mostYaw is not { } yaw || trial.Level == 0 && Math.Abs(pose.Yaw) <= yaw))
            .Select(trial => (Goodness: -Math.Abs(angle(trial.Quality!.Pose!.Value)), Trial: trial)).ToList();
        double whole = seen.Where(photo => photo.Goodness >= -Frontal).Average(photo => IsRecognised(photo.Trial));
        // Two heads that are turned the same way are the more alike: strangers may be turned as far.
        return Find(level, name, seen, part * whole, step: 1, -before, limit => other => -Math.Abs(angle(other.Quality!.Pose!.Value)) >= limit, $"of heads within {Frontal} degrees {whole:P0} are recognised, from here on fewer than {part:P0} of that");
    }

    private double Find(
        string level, string name, IReadOnlyList<(double Goodness, QualityTrial Trial)> seen, double least, double step, double? before, Func<double, Func<QualityTrial, bool>?> strangers, string fall)
    {
        var (limit, isEdge) = Limit(seen.Select(photo => (photo.Goodness, IsRecognised(photo.Trial))), least);
        int beyond = seen.Count(photo => photo.Goodness < limit);
        if (before is { } kept && beyond < FewestBeyond)
        {
            _evidence[$"{level}.fivePoint.{name}"] = string.Create(CultureInfo.InvariantCulture,
                $"Kept as chosen on published networks: of {seen.Count} photos {beyond} are turned by more than {-limit:F0} degrees, too few to show that recognition fails there, and a camera above or below the eyes sees every face so. {origin}");
            return kept;
        }
        string end = isEdge ? "photos are recognised often enough down to the worst that was seen" : fall;
        string said = "";
        if (_strangers is not null)
        {
            var (tight, rate) = Tighten(seen, limit, strangers);
            said = string.Create(CultureInfo.InvariantCulture,
                $" Of the worst third of what it lets in {rate.Rate:P3} match a stranger ({rate.Low:P3} to {rate.High:P3}, {rate.Matches} of {rate.Comparisons}){(tight > limit ? $"; {promised:P3} is promised, so the limit was tightened" : "")}.");
            limit = tight;
        }
        _evidence[$"{level}.fivePoint.{name}"] = string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(end[0])}{end[1..]} ({seen.Count} photos).{said} {origin}");
        return Math.Round(Math.Floor(limit / step + 1e-9) * step, 6);
    }

    /// <summary>Tightens a limit until strangers match the worst of what it lets in no more often than the threshold promises, as far as can be told.</summary>
    private (double Limit, StrangerRate Rate) Tighten(IReadOnlyList<(double Goodness, QualityTrial Trial)> seen, double limit, Func<double, Func<QualityTrial, bool>?> strangers)
    {
        while (true)
        {
            var letIn = seen.Where(photo => photo.Goodness >= limit).OrderBy(photo => photo.Goodness).ToList();
            var rate = _strangers!.Compare([.. letIn.Take(Math.Max(1, (int)(NearTheLimit * letIn.Count))).Select(photo => photo.Trial)], strangers(limit));
            // Photos may be alike in this measure: the next limit lies above them all.
            int next = letIn.FindIndex(Math.Min(letIn.Count, Math.Max(1, (int)(Step * letIn.Count))), photo => photo.Goodness > limit);
            if (rate.Low <= promised || next < 0)
                return (limit, rate);
            limit = letIn[next].Goodness;
        }
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
