namespace Semblance.Storage;

/// <summary>How strictly somebody is recognised.</summary>
/// <param name="IsOpen">Whether they are recognised at all.</param>
/// <param name="Fmr">The false match rate of decisions about them; null: the pack's default.</param>
public readonly record struct PersonalRate(bool IsOpen, double? Fmr);

/// <summary>
/// Whether, and how strictly, a person may be recognised: not once their consent has ended, and ten times as strictly for each time that an administrator said that somebody else was taken for
/// them. Where the pack's calibration does not carry that, they are not recognised (decision 27).
/// </summary>
public static class PersonalRule
{
    private const double Stricter = 10;

    /// <summary>The rule for a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="pack">The running pack.</param>
    /// <param name="fmr">The false match rate that is asked for; null: the pack's default.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="PackException">The pack's calibration does not carry the rate that is asked for.</exception>
    public static PersonalRate RateFor(Person person, ModelPack pack, double? fmr, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(pack);
        if (person.Consent.HasEnded(now))
            return new PersonalRate(false, fmr);
        if (person.Mistaken == 0)
            return new PersonalRate(true, fmr);
        if (pack.SessionThresholdFor(fmr).Fmr is not { } usual)
            return new PersonalRate(false, fmr);
        double own = usual / Math.Pow(Stricter, person.Mistaken);
        try
        {
            return new PersonalRate(true, pack.SessionThresholdFor(own).Fmr);
        }
        catch (PackException)
        {
            return new PersonalRate(false, fmr);
        }
    }
}
