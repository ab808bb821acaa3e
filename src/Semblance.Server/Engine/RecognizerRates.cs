using System.Globalization;
using Semblance.Server.Problems;

namespace Semblance.Server.Engine;

/// <summary>Rates that an administrator asks for.</summary>
internal static class RecognizerRates
{
    /// <summary>The largest rate that may be asked for: beyond it an answer would say little about anybody.</summary>
    public const double Most = 0.1;

    /// <summary>Refuses a false match rate that the running pack's calibration does not carry; null is the default, which it does.</summary>
    /// <exception cref="ProblemException">It is no rate, or one that the pack does not carry.</exception>
    public static void RequireCarried(this Recognizer recognizer, double? fmr)
    {
        if (fmr is null)
            return;
        RequireRate("fmr", fmr);
        try
        {
            _ = recognizer.VerifierAt(fmr);
        }
        catch (Exception e) when (e is PackException or ArgumentException)
        {
            throw Problem.InvalidRequest.With($"fmr: {e.Message}");
        }
    }

    /// <summary>Refuses a number that is no rate.</summary>
    /// <exception cref="ProblemException">It does not lie between 0 and <see cref="Most"/>.</exception>
    public static void RequireRate(string name, double? rate)
    {
        if (rate is { } value && !(value is > 0 and <= Most))
            throw Problem.InvalidRequest.With(string.Create(CultureInfo.InvariantCulture, $"{name} lies over 0, and not over {Most}."));
    }
}
