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
        foreach (var condition in calibration.Conditions)
        {
            yield return Text($"{condition.Name}: {condition.ImpostorComparisons:N0} of different people, {condition.GenuineComparisons:N0} of one person");
            foreach (var rate in condition.Rates)
                yield return Text($"{Rate(rate.Fmr),10}   FMR {(rate.MeasuredFmr is { } fmr ? $"{Rate(fmr)} (at most {Rate(rate.FmrUpper!.Value)})" : "-")}   FNMR {Percent(rate.Fnmr, rate.FnmrInterval)}");
        }
    }

    /// <summary>A rate with as many digits as it needs: 0.0001, 0.00013.</summary>
    public static string Rate(double rate) => rate == 0 ? "0" : Math.Round(rate, Math.Min(12, 2 - (int)Math.Floor(Math.Log10(rate)))).ToString("0.############", CultureInfo.InvariantCulture);

    private static string Percent(double? share, RateInterval? interval) => share is { } known
        ? Text($"{100 * known:0.00} %{(interval is { } ends ? Text($" ({100 * ends.Low:0.0} to {100 * ends.High:0.0})") : "")}")
        : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
