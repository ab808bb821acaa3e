namespace Semblance.Detection;

/// <summary>
/// From where on <see cref="UprightCheck"/> says how a face stands. Scores are the detector's, 0 to 1. The defaults were measured with the
/// built-in pack (decision 22).
/// </summary>
internal sealed record UprightOptions
{
    /// <summary>Side of the square about a face, in pixels, that is looked at four times; the face takes up half of it.</summary>
    public int Side { get; init; } = 128;

    /// <summary>Where none of the four reaches this score, nothing is said.</summary>
    public float LeastScore { get; init; } = 0.7f;

    /// <summary>A turned face must score higher than the face as it stands by this much.</summary>
    public float Margin { get; init; } = 0.03f;

    /// <summary>To turn a whole photo, the turned face must score higher by this much: most photos stand upright, and a wrong turn is worse than none.</summary>
    public float MarginOfPhoto { get; init; } = 0.06f;

    /// <summary>And it must reach this score: hard faces score little in every turn.</summary>
    public float LeastScoreOfPhoto { get; init; } = 0.85f;

    /// <summary>A photo whose face scores this much as it stands, and less in every other turn, is not looked at further.</summary>
    public float SureScore { get; init; } = 0.9f;
}
