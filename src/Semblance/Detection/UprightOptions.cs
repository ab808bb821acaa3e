using Semblance.Options;

namespace Semblance.Detection;

/// <summary>
/// From where on <see cref="UprightCheck"/> says how a face stands. Scores are the detector's, 0 to 1. The defaults were measured with the
/// built-in pack (decision 22). Immutable.
/// </summary>
internal sealed record UprightOptions
{
    /// <summary>Side of the square about a face, in pixels, that is looked at four times; the face takes up half of it. 64 to 512. Default 128.</summary>
    public int Side { get; init; } = 128;

    /// <summary>Where none of the four reaches this score, nothing is said. 0.1 to 1. Default 0.7.</summary>
    public float LeastScore { get; init; } = 0.7f;

    /// <summary>A turned face must score higher than the face as it stands by this much. 0 to 1. Default 0.03.</summary>
    public float Margin { get; init; } = 0.03f;

    /// <summary>To turn a whole photo, the turned face must score higher by this much: most photos stand upright, and a wrong turn is worse than none. 0 to 1. Default 0.06.</summary>
    public float MarginOfPhoto { get; init; } = 0.06f;

    /// <summary>And it must reach this score: hard faces score little in every turn. 0.1 to 1. Default 0.85.</summary>
    public float LeastScoreOfPhoto { get; init; } = 0.85f;

    /// <summary>A photo whose face scores this much as it stands, and less in every other turn, is not looked at further. 0.1 to 1. Default 0.9.</summary>
    public float SureScore { get; init; } = 0.9f;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Number(Side, 64, 512).Number(LeastScore, 0.1, 1).Number(Margin, 0, 1).Number(MarginOfPhoto, 0, 1).Number(LeastScoreOfPhoto, 0.1, 1).Number(SureScore, 0.1, 1).Faults;
}
