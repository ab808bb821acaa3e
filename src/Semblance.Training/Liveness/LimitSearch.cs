using System.Globalization;

namespace Semblance.Training.Liveness;

/// <summary>
/// Derives limits one after the other. A derived limit is taken where, on all recordings at hand, some set fares better with it than without and none worse; otherwise the earlier one stays: ten people
/// say little of the rest, so a change must show what it is good for. Either way the evidence says so.
/// </summary>
/// <typeparam name="T">The options.</typeparam>
/// <param name="start">Those to begin with.</param>
/// <param name="errors">Counts errors set by set, in a fixed order.</param>
/// <param name="origin">The recordings and the command, for the evidence.</param>
/// <param name="say">Told of every limit.</param>
internal sealed class LimitSearch<T>(T start, Func<T, IReadOnlyList<int>> errors, string origin, Action<string> say)
{
    private readonly Dictionary<string, string> _evidence = [];

    /// <summary>By now.</summary>
    public T Options { get; private set; } = start;

    /// <summary>Of every limit that was tried, by its name in pack.json.</summary>
    public IReadOnlyDictionary<string, string> Evidence => _evidence;

    /// <summary>Tries a limit.</summary>
    /// <param name="name">In pack.json.</param>
    /// <param name="now">Its present value.</param>
    /// <param name="derived">What the recordings give; null where they give nothing.</param>
    /// <param name="with">The options with a value.</param>
    /// <param name="meaning">What the value is, in words.</param>
    public void Try(string name, double now, double? derived, Func<double, T> with, string meaning)
    {
        // Three digits: more would be noise.
        double? value = derived is { } exact ? double.Parse(exact.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
        if (value is not { } fresh)
        {
            Keep(name, now, "Too few people came near it to derive it.");
        }
        else
        {
            var changes = errors(with(fresh)).Zip(errors(Options), (after, before) => after - before).ToList();
            if (changes.Any(change => change > 0) || changes.All(change => change == 0))
            {
                Keep(name, now, string.Create(CultureInfo.InvariantCulture, $"{fresh} was derived ({meaning}), but with it {(changes.Any(change => change > 0) ? "a set fares worse" : "no set fares better")}."));
                return;
            }
            Options = with(fresh);
            string gain = string.Create(CultureInfo.InvariantCulture, $"{-changes.Sum()} errors fewer on the recordings at hand");
            _evidence[name] = $"{Capital(meaning)}, beyond which the next person stands with 1 %, by the spread of those at hand; {gain}. {origin}";
            say(string.Create(CultureInfo.InvariantCulture, $"{name}: {fresh} (was {now}), {gain}"));
        }
    }

    private void Keep(string name, double now, string why)
    {
        _evidence[name] = $"Kept as it was chosen by eye. {why} {origin}";
        say(string.Create(CultureInfo.InvariantCulture, $"{name}: {now} stays. {why}"));
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
