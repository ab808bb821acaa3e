using System.Numerics.Tensors;

namespace Semblance.Training.Quality;

/// <summary>How often photos of strangers match, and between what the rate lies (90 %, people drawn with replacement 1,000 times: a pair counts by the product of how often its two people were drawn).</summary>
/// <param name="Matches">How many did.</param>
/// <param name="Comparisons">Of how many.</param>
/// <param name="Low">The rate is over this with 95 %.</param>
/// <param name="High">And under this with 95 %.</param>
internal readonly record struct StrangerRate(int Matches, long Comparisons, double Low, double High)
{
    /// <summary>The rate.</summary>
    public double Rate => Comparisons == 0 ? 0 : (double)Matches / Comparisons;
}

/// <summary>Compares photos with photos of other people.</summary>
/// <param name="enrolled">Those photos.</param>
/// <param name="threshold">The cosine from which on two match.</param>
internal sealed class StrangerMatches(IReadOnlyList<QualityTrial> enrolled, double threshold)
{
    private const int Resamples = 1000;
    private const double Outside = 0.05;

    private readonly Dictionary<QualityTrial, QualityTrial[]> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Compares every photo of a list with those of everybody else.</summary>
    /// <param name="probes">The list.</param>
    /// <param name="counts">Which of the others count; null: all.</param>
    public StrangerRate Compare(IReadOnlyList<QualityTrial> probes, Func<QualityTrial, bool>? counts = null)
    {
        var others = counts is null ? enrolled : [.. enrolled.Where(counts)];
        var people = probes.Concat(others).Select(trial => trial.Person).Distinct().Index().ToDictionary(person => person.Item, person => person.Index);
        var matches = (from probe in probes from other in Matches(probe) where counts is null || counts(other) select (people[probe.Person], people[other.Person])).ToList();
        var (ofProbes, ofEnrolled) = (Count(probes), Count(others));
        double[] rates = [.. Draws(people.Count).Select(Rate).Order()];
        long comparisons = (long)Comparisons([.. Enumerable.Repeat(1, people.Count)]);
        return new StrangerRate(matches.Count, comparisons, rates[(int)(Outside * Resamples)], rates[(int)((1 - Outside) * Resamples)]);

        double Rate(int[] drawn) => Comparisons(drawn) is > 0 and var all ? matches.Sum(pair => (double)drawn[pair.Item1] * drawn[pair.Item2]) / all : 0;

        double Comparisons(int[] drawn)
        {
            double probed = 0, known = 0, own = 0;
            for (int person = 0; person < drawn.Length; person++)
            {
                probed += drawn[person] * ofProbes[person];
                known += drawn[person] * ofEnrolled[person];
                own += (double)drawn[person] * drawn[person] * ofProbes[person] * ofEnrolled[person];
            }
            return probed * known - own;
        }

        int[] Count(IReadOnlyList<QualityTrial> trials)
        {
            var counts = new int[people.Count];
            foreach (var trial in trials)
                counts[people[trial.Person]]++;
            return counts;
        }
    }

    private static IEnumerable<int[]> Draws(int people)
    {
        var random = new Random(1);
        for (int i = 0; i < Resamples; i++)
        {
            var drawn = new int[people];
            for (int person = 0; person < people; person++)
                drawn[random.Next(people)]++;
            yield return drawn;
        }
    }

    private QualityTrial[] Matches(QualityTrial probe)
    {
        if (!_known.TryGetValue(probe, out var matches))
            _known[probe] = matches = [.. enrolled.Where(other => other.Person != probe.Person && TensorPrimitives.Dot(probe.Embedding!.Values, other.Embedding!.Values) >= threshold)];
        return matches;
    }
}
