using Semblance.Server.Problems;

namespace Semblance.Server.Engine;

/// <summary>Rates that an administrator asks for.</summary>
internal static class RecognizerRates
{
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
    /// <exception cref="ProblemException">It does not lie between 0 and 1.</exception>
    public static void RequireRate(string name, double? rate)
    {
        if (rate is { } value && !(value is > 0 and < 1))
            throw Problem.InvalidRequest.With($"{name} lies between 0 and 1.");
    }
}
