using System.Globalization;
using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Training.Liveness;
using Semblance.Training.Motion;
using Semblance.Training.Puppets;
using Semblance.Training.Relighting;

namespace Semblance.Training.Life;

/// <summary>What the check of life measured of a film.</summary>
/// <param name="Person">Whom it shows.</param>
/// <param name="Kind">What was done with a photo of them; null: they were filmed live.</param>
/// <param name="Changes">Look by look, from when enough were seen.</param>
internal sealed record LifeTrial(string Person, string? Kind, IReadOnlyList<double> Changes);

/// <summary>The limit of the check of life from filmed people and photos out of the same films: encoded as videos, shaken like a camera in a hand, both, and on a sheet that a hand holds.</summary>
internal static class LifeCalibration
{
    // Of each clip.
    private const int Stills = 2;

    private const string Held = "on a sheet in a hand";

    // A look below the limit only delays the answer.
    private const double LooksBelow = 0.5;

    private const string Kept = "Chosen so that a person is seen within a second and a frozen picture stops counting within two and a half; recordings cannot say how long anybody is willing to wait.";

    /// <summary>Measures every clip of a live person, every second frame, as a busy machine sees them, and photos out of it.</summary>
    /// <exception cref="Data.DataException">There are no clips, or FFmpeg cannot encode the photos.</exception>
    public static IReadOnlyList<LifeTrial> Film(string data, LifeOptions limits, IFaceDetector detector, Action<string> report)
    {
        var trials = new List<LifeTrial>();
        var rooms = new Rooms(data);
        string folder = Directory.CreateTempSubdirectory("semblance-life-").FullName;
        try
        {
            foreach (var (number, live) in LivenessClip.All(data).Where(clip => clip.Attack is null).Index())
            {
                var clip = PersonClip.Read(live.File, detector);
                Add(live, null, clip.Photos.Zip(clip.Times).Where((_, i) => i % 2 == 0));
                for (int still = 0; still < Stills; still++)
                {
                    var random = new Random(Stills * number + still);
                    foreach (var (kind, frames) in Films(clip.Photos[(2 * still + 1) * clip.Photos.Count / (2 * Stills)], detector, random, folder))
                        Add(live, kind, frames);
                    using var held = new PlanarAttack(clip, PlanarKind.Still, rooms.Draw(random), PlanarSetting.Draw(random), random.Next());
                    Add(live, Held, held.Frames(TimeSpan.FromSeconds(StillFilm.Seconds)));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return trials;

        void Add(LivenessClip clip, string? kind, IEnumerable<(Photo Photo, TimeSpan Time)> frames)
        {
            var trial = new LifeTrial(clip.Subject, kind, Measure(frames, limits, detector));
            trials.Add(trial);
            report(string.Create(CultureInfo.InvariantCulture, $"{clip.Name}, {kind ?? "live"}: {trial.Changes.Count} looks, {trial.Changes.DefaultIfEmpty().Min():F3} to {trial.Changes.DefaultIfEmpty().Max():F3}"));
        }
    }

    /// <summary>
    /// Derives the limit: half way, on a logarithmic scale, between the most that a photo shows and what half of the looks at every person show. Photos of a few colours are counted but limit nothing: where
    /// they move, their dots flicker as no camera's picture does.
    /// </summary>
    /// <param name="trials">What was measured.</param>
    /// <param name="before">The limits to begin with.</param>
    /// <param name="origin">The recordings and the command, for the evidence.</param>
    /// <param name="say">Told of the limit.</param>
    public static LifeOptions Derive(IReadOnlyList<LifeTrial> trials, LifeOptions before, string origin, Action<string> say)
    {
        var (live, stills) = (trials.Where(trial => trial.Kind is null && trial.Changes.Count > 0).ToList(), trials.Where(trial => trial.Kind is not null && trial.Changes.Count > 0).ToList());
        if (live.Count == 0 || stills.Count == 0)
            return before with { Evidence = new Dictionary<string, string> { ["all"] = Kept, ["leastChange"] = $"Kept: there is nothing to derive it from. {origin}" } };
        double still = stills.Where(trial => !LivenessClip.HasFewColours(trial.Person)).Max(trial => trial.Changes.Max()), person = live.Min(trial => Quantile(trial.Changes, LooksBelow));
        double limit = person > still ? double.Parse(Math.Sqrt(person * still).ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : before.LeastChange;
        string seen = string.Create(CultureInfo.InvariantCulture, $"photos reach {still:G2} ({stills.Count} films of {stills.Select(trial => trial.Person).Distinct().Count()} people), half of the looks at the person who changes least {person:G2} ({live.Count} people)");
        int fooled = stills.Count(trial => trial.Changes.Max() >= limit), unseen = live.Count(trial => trial.Changes.Max() < limit);
        double looks = live.Min(trial => trial.Changes.Count(change => change >= limit) / (double)trial.Changes.Count);
        string result = string.Create(CultureInfo.InvariantCulture, $"With this limit {fooled} of {stills.Count} films of photos ever count as live and {unseen} of {live.Count} filmed people never do; the person who changes least does so in {looks:P0} of the looks.");
        string found = person > still ? $"Half way on a logarithmic scale: {seen}. {result} {origin}" : $"Kept: {seen}, so no limit divides them. {result} {origin}";
        say(string.Create(CultureInfo.InvariantCulture, $"leastChange: {limit} (was {before.LeastChange}); {seen}. {result}"));
        return before with { LeastChange = limit, Evidence = new Dictionary<string, string> { ["all"] = Kept, ["leastChange"] = found } };
    }

    // What can be fed in of a photo.
    private static IEnumerable<(string Kind, IEnumerable<(Photo, TimeSpan)> Frames)> Films(Photo photo, IFaceDetector detector, Random random, string folder)
    {
        foreach (var film in StillFilm.All)
            yield return (film.Name, Read(film.Encode([photo], folder)));
        if (PersonClip.Largest(detector, photo) is not { Landmarks: { } landmarks })
            yield break;
        var puppet = new PhotoPuppet(photo, landmarks, HeadShape.Ellipsoid, random);
        IReadOnlyList<(Photo Photo, TimeSpan)> shaken = [.. Enumerable.Range(0, (int)(StillFilm.Seconds * StillFilm.Rate)).Select(i => (double)i / StillFilm.Rate).Select(time => (puppet.Take(0, 0, time), TimeSpan.FromSeconds(time)))];
        yield return ("shaken", shaken);
        foreach (var film in StillFilm.All)
            yield return ($"shaken, {film.Name}", Read(film.Encode([.. shaken.Select(frame => frame.Photo)], folder)));
    }

    private static List<double> Measure(IEnumerable<(Photo Photo, TimeSpan Time)> frames, LifeOptions limits, IFaceDetector detector)
    {
        using var check = new LifeCheck(limits);
        var changes = new List<double>();
        foreach (var (photo, time) in frames)
        {
            check.Add(new LivenessFrame(photo, time, PersonClip.Largest(detector, photo)));
            if (check.Change is { } change)
                changes.Add(change);
        }
        return changes;
    }

    private static IEnumerable<(Photo, TimeSpan)> Read(string file)
    {
        using var source = new VideoFileSource(file);
        while (source.Read() is { } frame)
            yield return (frame.Photo, frame.Time);
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
