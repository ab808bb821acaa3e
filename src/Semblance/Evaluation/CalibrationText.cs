using System.Globalization;

namespace Semblance.Evaluation;

/// <summary>A calibration in lines for people.</summary>
internal static class CalibrationText
{
    /// <summary>What was compared, the table, and the conditions.</summary>
    public static IEnumerable<string> Lines(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        yield return Text($"{calibration.ImpostorComparisons:N0} comparisons between {calibration.People:N0} people{(calibration.Families < calibration.People ? Text($" of {calibration.Families:N0} families") : "")}, {calibration.GenuineComparisons:N0} of one person ({calibration.FailedToAcquire:N0} without a usable face)");
        yield return "       FMR     score   FMR at most   FNMR (95 %)";
        foreach (var row in calibration.Rates)
            yield return Text($"{Rate(row.Fmr),10}{row.Score,10:0.0000}{Rate(row.FmrUpper),14}   {Percent(row.Fnmr, row.FnmrInterval)}{(row.Weak ? "   weak: few comparisons" : "")}");
        foreach (string line in calibration.Conditions.SelectMany(Lines))
            yield return line;
        foreach (string line in Groups(calibration.Groups))
            yield return line;
    }

    /// <summary>False matches among people of one group, a line for each group and one for all of them; empty without groups.</summary>
    public static IEnumerable<string> Groups(IReadOnlyList<CalibrationCondition> groups)
    {
        if (groups.Count == 0 || groups[0].Rates.Count == 0)
            yield break;
        double[] rates = [.. groups[0].Rates.Select(rate => rate.Fmr)];
        int width = groups.Max(group => group.Name.Length) + 2;
        string all = "all within groups";
        yield return $"{"within".PadRight(Math.Max(width, all.Length + 2))}{"comparisons",11}{string.Concat(rates.Select(rate => $"{$"FMR at {Rate(rate)} (at most)",27}"))}   FNMR at {Rate(rates[^1])}";
        foreach (var group in groups)
            yield return Line(group.Name, group.ImpostorComparisons, group.Rates.Select(rate => rate.MeasuredFmr is { } fmr ? $"{Rate(fmr)} ({Rate(rate.FmrUpper!.Value)})" : "-"), Percent(group.Rates[^1].Fnmr, group.Rates[^1].FnmrInterval));
        yield return Line(all, groups.Sum(group => group.ImpostorComparisons), rates.Select((_, k) => Rate(Together(groups, k))), "");

        string Line(string name, long comparisons, IEnumerable<string> cells, string fnmr) =>
            Text($"{name.PadRight(Math.Max(width, all.Length + 2))}{comparisons,11:N0}{string.Concat(cells.Select(cell => $"{cell,27}"))}   {fnmr}").TrimEnd();
    }

    /// <summary>The share of all comparisons within groups that reach a threshold.</summary>
    /// <param name="groups">The groups; at least one has comparisons.</param>
    /// <param name="rate">Which of their rates.</param>
    public static double Together(IReadOnlyList<CalibrationCondition> groups, int rate) =>
        groups.Sum(group => (group.Rates[rate].MeasuredFmr ?? 0) * group.ImpostorComparisons) / groups.Sum(group => group.ImpostorComparisons);

    private static IEnumerable<string> Lines(CalibrationCondition condition)
    {
        yield return Text($"{condition.Name}: {condition.ImpostorComparisons:N0} of different people, {condition.GenuineComparisons:N0} of one person");
        foreach (var rate in condition.Rates)
            yield return Text($"{Rate(rate.Fmr),10}   FMR {(rate.MeasuredFmr is { } fmr ? $"{Rate(fmr)} (at most {Rate(rate.FmrUpper!.Value)})" : "-")}   FNMR {Percent(rate.Fnmr, rate.FnmrInterval)}");
    }

    /// <summary>A rate with as many digits as it needs: 0.0001, 0.00013.</summary>
    public static string Rate(double rate) => rate == 0 ? "0" : Math.Round(rate, Math.Min(12, 2 - (int)Math.Floor(Math.Log10(rate)))).ToString("0.############", CultureInfo.InvariantCulture);

    private static string Percent(double? share, RateInterval? interval) => share is { } known
        ? Text($"{100 * known:0.00} %{(interval is { } ends ? Text($" ({100 * ends.Low:0.0} to {100 * ends.High:0.0})") : "")}")
        : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
