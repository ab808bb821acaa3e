using System.Globalization;
using Semblance.Sessions;
using Semblance.Training.Data;
using Semblance.Training.Liveness;

namespace Semblance.Training.Tracking;

/// <summary>A frame as continuity sees it.</summary>
/// <param name="Time">When it was taken.</param>
/// <param name="Face">The one face; null where there is none.</param>
/// <param name="Embedding">Of it; null where it cannot be embedded.</param>
/// <param name="IsTurned">Whether the face is good enough but for its pose.</param>
internal sealed record ContinuityFrame(TimeSpan Time, Face? Face, Embedding? Embedding, bool IsTurned);

/// <summary>From which score on two frames show one person, from films of one person each and from swaps between them.</summary>
internal static class ContinuityCalibration
{
    private const double StrictestRate = 0.0005, LaxestRate = 0.1;

    // A handful of filmed people cannot speak for everybody in every light: so much laxer than what they would bear.
    private const double Margin = 10;

    // Frames of somebody before another takes their place.
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(2);

    private const string Chosen = "Chosen: films of people who do not deceive cannot say how fast somebody takes another's place. A quarter of a second is what a detector misses in a quick turn; a second is a camera that has stopped; 0.6 s is a blink, a hand or a blurred turn; two frames of somebody else are no misreading; five looks cover a turning head.";

    /// <summary>Reads every second frame of the live clips, person by person.</summary>
    /// <exception cref="DataException">There are no clips.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<ContinuityFrame>> Read(string data, FaceEngine engine, Action<int, int> report)
    {
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        var clips = LivenessClip.All(data).Where(clip => clip.Attack is null).ToList();
        var films = new Dictionary<string, IReadOnlyList<ContinuityFrame>>();
        foreach (var (done, clip) in clips.Index())
        {
            report(done, clips.Count);
            films[clip.Subject] = [.. clip.Read(pipeline, every: 2).Select(Seen)];
        }
        return films;
    }

    /// <summary>Derives the rate: ten times the strictest of the pack's table at which nobody who is filmed is taken for another.</summary>
    /// <param name="films">Of one person each.</param>
    /// <param name="pack">Its thresholds and its comparator.</param>
    /// <param name="origin">The films and the command, for the evidence.</param>
    /// <param name="say">Told of every rate.</param>
    public static ContinuityOptions Derive(IReadOnlyDictionary<string, IReadOnlyList<ContinuityFrame>> films, ModelPack pack, string origin, Action<string> say)
    {
        var before = pack.Continuity;
        var rates = pack.Manifest.Thresholds.Select(threshold => threshold.Fmr).OfType<double>().Where(rate => rate is >= StrictestRate and <= LaxestRate).Order().ToList();
        var broken = rates.Select(rate => films.Count(film => Breaks(film.Value, rate, IsSwap) > 0)).ToList();
        foreach (var (rate, count) in rates.Zip(broken))
            say(string.Create(CultureInfo.InvariantCulture, $"rate {rate}: {count} of {films.Count} people are taken for another, {Noticed(rate)} of {Swaps()} swaps are noticed"));
        // As lax as it takes, and no strict rate beyond a lax one that fails.
        int strictest = broken.FindLastIndex(count => count > 0) + 1;
        double swap = strictest < rates.Count ? rates.Last(rate => rate <= Margin * rates[strictest] * (1 + 1e-6)) : before.SwapFmr;
        string why = strictest < rates.Count
            ? string.Create(CultureInfo.InvariantCulture, $"As a margin ten times {rates[strictest]}, the strictest rate that was tried at which none of {films.Count} filmed people is ever taken for another.")
            : $"Kept: at every rate of the table somebody who is filmed is taken for another.";
        say(string.Create(CultureInfo.InvariantCulture, $"swapFmr: {swap} (was {before.SwapFmr})"));
        var after = before with { SwapFmr = swap };
        var seconds = films.Values.Sum(film => film.Count == 0 ? 0 : (film[^1].Time - film[0].Time).TotalSeconds);
        int breaks = films.Values.Sum(film => Breaks(film, swap, _ => true));
        return after with
        {
            Evidence = new Dictionary<string, string>
            {
                ["swapFmr"] = string.Create(CultureInfo.InvariantCulture, $"{why} Of {Swaps()} swaps from one of them to another in the same place {Noticed(swap)} are noticed within {before.StrangersWithin.TotalSeconds:0.#} s. {origin}"),
                ["all"] = string.Create(CultureInfo.InvariantCulture, $"{Chosen} With these limits {seconds:F0} s of film of {films.Count} people are broken off {breaks} time(s). {origin}"),
            },
        };

        int Swaps() => films.Count * (films.Count - 1);

        int Noticed(double rate) => films.Sum(one => films.Count(other => other.Key != one.Key && IsNoticed(one.Value, other.Value, rate)));

        PersonContinuity Begin(double rate) => new(pack.Comparator, pack.ThresholdFor(rate).Score, before);

        int Breaks(IReadOnlyList<ContinuityFrame> film, double rate, Func<string, bool> counts)
        {
            var continuity = Begin(rate);
            return film.Count(frame => continuity.Follow(frame.Time, frame.Face, frame.Embedding, frame.IsTurned).Break is { } reason && counts(reason));
        }

        // Only the embeddings tell: everybody's face is in one place.
        bool IsNoticed(IReadOnlyList<ContinuityFrame> one, IReadOnlyList<ContinuityFrame> other, double rate)
        {
            var continuity = Begin(rate);
            if (one.FirstOrDefault(frame => frame.Face is not null)?.Face is not { } place)
                return false;
            var time = TimeSpan.Zero;
            foreach (var frame in one.Where(frame => frame.Face is not null).TakeWhile(frame => frame.Time - one[0].Time <= s_before))
                continuity.Follow(time += TimeSpan.FromMilliseconds(80), place, frame.Embedding, frame.IsTurned);
            var begin = time;
            foreach (var frame in other.Where(frame => frame.Face is not null))
            {
                if (continuity.Follow(time += TimeSpan.FromMilliseconds(80), place, frame.Embedding, frame.IsTurned).Break is not null)
                    return true;
                if (time - begin > before.StrangersWithin)
                    break;
            }
            return false;
        }
    }

    private static bool IsSwap(string reason) => reason == PersonContinuity.Swapped;

    private static ContinuityFrame Seen(ReadFrame frame) => frame.Reading switch
    {
        FaceReading.Usable usable => new ContinuityFrame(frame.Time, usable.Face, usable.Embedding, false),
        FaceReading.Unusable { Outcome: Outcome.PoorQuality, Faces: [var poor], Turned: var turned } => new ContinuityFrame(frame.Time, poor, turned, true),
        _ => new ContinuityFrame(frame.Time, null, null, true),
    };
}
