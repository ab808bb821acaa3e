using System.Globalization;
using Semblance.Liveness;
using Semblance.OpenCv;

namespace Semblance.Training.Liveness;

/// <summary>What the check of life measured of a film.</summary>
/// <param name="Person">Whom it shows.</param>
/// <param name="Encoding">How a still of them was encoded; null: they were filmed live.</param>
/// <param name="Signs">Frame by frame, from when the check settled.</param>
internal sealed record LifeTrial(string Person, string? Encoding, IReadOnlyList<LifeSigns> Signs);

/// <summary>Limits of the check of life from filmed people and stills out of the same films, encoded as videos.</summary>
internal static class LifeCalibration
{
    // Of each clip.
    private const int Stills = 2;

    // A look below the limit only delays the answer: so many may lie there.
    private const double LooksBelow = 0.1;

    private const string Kept = "Chosen so that a person is seen within two seconds and a frozen picture stops counting as soon; recordings cannot say how long anybody is willing to wait.";

    /// <summary>Measures every clip of a live person, and stills out of it; every second frame, as a busy machine sees them.</summary>
    /// <exception cref="Data.DataException">There are no clips, or FFmpeg cannot encode the stills.</exception>
    public static IReadOnlyList<LifeTrial> Film(string data, LifeOptions limits, IFaceDetector detector, Action<string> report)
    {
        var trials = new List<LifeTrial>();
        string folder = Directory.CreateTempSubdirectory("semblance-life-").FullName;
        try
        {
            foreach (var clip in LivenessClip.All(data).Where(clip => clip.Attack is null))
            {
                report(clip.Name);
                trials.Add(new LifeTrial(clip.Subject, null, Measure(clip.File, limits, detector)));
                var photos = Photos(clip.File);
                for (int still = 0; still < Stills; still++)
                {
                    var photo = photos[(2 * still + 1) * photos.Count / (2 * Stills)];
                    trials.AddRange(StillFilm.All.Select(film => new LifeTrial(clip.Subject, film.Name, Measure(film.Encode(photo, folder), limits, detector))));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return trials;
    }

    /// <summary>Derives both limits: half way, on a logarithmic scale, between the most that a still shows and what nearly every look at every person shows.</summary>
    /// <param name="trials">What was measured.</param>
    /// <param name="before">The limits to begin with.</param>
    /// <param name="origin">The recordings and the command, for the evidence.</param>
    /// <param name="say">Told of every limit.</param>
    public static LifeOptions Derive(IReadOnlyList<LifeTrial> trials, LifeOptions before, string origin, Action<string> say)
    {
        var (live, stills) = (trials.Where(trial => trial.Encoding is null && trial.Signs.Count > 0).ToList(), trials.Where(trial => trial.Encoding is not null && trial.Signs.Count > 0).ToList());
        var evidence = new Dictionary<string, string>();
        double drift = Between("leastDrift", before.LeastDrift, signs => signs.Drift), change = Between("leastChange", before.LeastChange, signs => signs.Change);
        var after = before with { LeastDrift = drift, LeastChange = change };
        int fooled = stills.Count(trial => trial.Signs.Any(signs => signs.Score(after) >= 0.5)), unseen = live.Count(trial => trial.Signs.All(signs => signs.Score(after) < 0.5));
        double looks = live.Count == 0 ? 0 : live.Min(trial => trial.Signs.Count(signs => signs.Score(after) >= 0.5) / (double)trial.Signs.Count);
        string result = string.Create(CultureInfo.InvariantCulture, $"With these limits {fooled} of {stills.Count} encoded stills ever count as live and {unseen} of {live.Count} filmed people never do; whoever moves least does so in {looks:P0} of the looks.");
        say($"life: {result}");
        return after with { Evidence = new Dictionary<string, string>(evidence) { ["all"] = $"{Kept} {result} {origin}" } };

        double Between(string name, double now, Func<LifeSigns, double> value)
        {
            if (live.Count == 0 || stills.Count == 0)
            {
                evidence[name] = $"Kept: there is nothing to derive it from. {origin}";
                return now;
            }
            double still = stills.Max(trial => trial.Signs.Max(value)), person = live.Min(trial => Quantile(trial.Signs.Select(value), LooksBelow));
            string seen = string.Create(CultureInfo.InvariantCulture, $"stills reach {still:G2} ({stills.Count} films of {stills.Select(trial => trial.Person).Distinct().Count()} people), nine tenths of the looks at whoever moves least {person:G2} ({live.Count} people)");
            double? derived = person > still ? double.Parse(Math.Sqrt(person * still).ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
            evidence[name] = derived is null ? $"Kept: {seen}, so no limit divides them by itself. {origin}" : $"Half way on a logarithmic scale: {seen}. {origin}";
            say(string.Create(CultureInfo.InvariantCulture, $"{name}: {derived ?? now} (was {now}); {seen}"));
            return derived ?? now;
        }
    }

    private static List<LifeSigns> Measure(string file, LifeOptions limits, IFaceDetector detector)
    {
        using var check = new LifeCheck(limits);
        using var source = new VideoFileSource(file);
        var signs = new List<LifeSigns>();
        for (int i = 0; source.Read() is { } frame; i++)
        {
            if (i % 2 != 0)
                continue;
            check.Add(new LivenessFrame(frame.Photo, frame.Time, detector.Detect(frame.Photo).Where(face => face.Landmarks is not null).MaxBy(face => face.Box.Area)));
            if (check.Signs is { } measured)
                signs.Add(measured);
        }
        return signs;
    }

    private static List<Photo> Photos(string file)
    {
        using var source = new VideoFileSource(file);
        var photos = new List<Photo>();
        while (source.Read() is { } frame)
            photos.Add(frame.Photo);
        return photos;
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
