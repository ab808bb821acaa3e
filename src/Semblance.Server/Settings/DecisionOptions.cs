namespace Semblance.Server.Settings;

/// <summary>How decisions are made.</summary>
internal sealed record DecisionOptions
{
    /// <summary>The false match rate, over 0 and at most 0.1; null: the pack's default.</summary>
    public double? Fmr { get; init; }

    /// <summary>The false positive identification rate, over 0 and at most 0.1.</summary>
    public double Fpir { get; init; } = 0.01;
}
