namespace Semblance.Training.Liveness;

/// <summary>
/// A limit that recordings of several people keep, with a margin taken from the people themselves: the most extreme person stands apart from everybody else by some step, and the limit stands as
/// far again beyond them. Drawn without that person by the same margin, it would just have held for them.
/// </summary>
internal static class PersonMargin
{
    // Of fewer people no margin can be told.
    private const int FewestPeople = 3;

    /// <summary>Above everybody's greatest value, by a factor; null where fewer than three people have a value over 0.</summary>
    public static double? Above(IEnumerable<(string Person, double Value)> values) =>
        Extremes(values, greatest: true) is var (most, next) && next > 0 ? most * most / next : null;

    /// <summary>Below everybody's least value, by a factor; null where fewer than three people have a value, or one that is not over 0.</summary>
    public static double? Below(IEnumerable<(string Person, double Value)> values) =>
        Extremes(values, greatest: false) is var (least, next) && least > 0 ? least * least / next : null;

    /// <summary>Above everybody's greatest value, by a difference: for values on both sides of 0.</summary>
    public static double? Over(IEnumerable<(string Person, double Value)> values) => Extremes(values, greatest: true) is var (most, next) ? 2 * most - next : null;

    /// <summary>Below everybody's least value, by a difference.</summary>
    public static double? Under(IEnumerable<(string Person, double Value)> values) => Extremes(values, greatest: false) is var (least, next) ? 2 * least - next : null;

    private static (double First, double Second)? Extremes(IEnumerable<(string Person, double Value)> values, bool greatest)
    {
        var people = values.Where(value => double.IsFinite(value.Value)).GroupBy(value => value.Person)
            .Select(person => greatest ? person.Max(value => value.Value) : person.Min(value => value.Value)).Order().ToList();
        if (people.Count < FewestPeople)
            return null;
        return greatest ? (people[^1], people[^2]) : (people[0], people[1]);
    }
}
