namespace Semblance.Training.Liveness;

/// <summary>
/// A limit that the next person keeps with 99 %, going by the spread of a few: the prediction bound of one further value of a normal distribution, mean ± t(n-1, 99 %) · s · sqrt(1 + 1/n) (Hahn and Meeker 1991). Each
/// person counts once, with their most extreme value. Values over 0 are taken by their logarithms, since they differ by factors.
/// </summary>
internal static class NextPerson
{
    // Of fewer people no spread can be told.
    private const int FewestPeople = 3;

    /// <summary>Above the next person's greatest value; null where fewer than three people have a value over 0.</summary>
    public static double? Above(IEnumerable<(string Person, double Value)> values) => Exp(Bound(Logarithms(values), 1));

    /// <summary>Below the next person's least value; null where fewer than three people have a value over 0.</summary>
    public static double? Below(IEnumerable<(string Person, double Value)> values) => Exp(Bound(Logarithms(values), -1));

    /// <summary>Above the next person's greatest value, on either side of 0.</summary>
    public static double? Over(IEnumerable<(string Person, double Value)> values) => Bound(values, 1);

    /// <summary>Below the next person's least value, on either side of 0.</summary>
    public static double? Under(IEnumerable<(string Person, double Value)> values) => Bound(values, -1);

    private static IEnumerable<(string Person, double Value)> Logarithms(IEnumerable<(string Person, double Value)> values) => values.Where(value => value.Value > 0).Select(value => (value.Person, Math.Log(value.Value)));

    private static double? Exp(double? value) => value is { } exact ? Math.Exp(exact) : null;

    private static double? Bound(IEnumerable<(string Person, double Value)> values, int side)
    {
        double[] people = [.. values.Where(value => double.IsFinite(value.Value)).GroupBy(value => value.Person).Select(person => person.Max(value => side * value.Value))];
        if (people.Length < FewestPeople)
            return null;
        double mean = people.Average(), deviation = Math.Sqrt(people.Sum(value => (value - mean) * (value - mean)) / (people.Length - 1));
        return side * (mean + Student(people.Length - 1) * deviation * Math.Sqrt(1 + 1.0 / people.Length));
    }

    // The 99 % quantile of Student's t (Abramowitz and Stegun 26.7.5); from three degrees of freedom on right to 3 %.
    private static double Student(int degrees)
    {
        const double z = 2.3263478740, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
        double n = degrees;
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
    }
}
