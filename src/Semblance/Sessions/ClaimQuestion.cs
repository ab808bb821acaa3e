using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>Is the person before the camera who they claim to be?</summary>
/// <param name="template">The claimed person.</param>
/// <param name="comparator">Compares faces with the template.</param>
/// <param name="threshold">The threshold that decides.</param>
/// <param name="rule">How the frames become one answer.</param>
internal sealed class ClaimQuestion(Template template, Comparator comparator, Threshold threshold, IFrameRule rule) : IQuestion
{
    public int Count => rule.Count;

    public int Attempts => rule.Attempts;

    public double? Fmr => threshold.Fmr;

    public Identification Answer => Identification.Without(rule.Decision) with { Certainty = rule.Certainty };

    public Identification Conclusion => Identification.Without(rule.Conclusion) with { Certainty = rule.Certainty };

    public void Add(FaceReading.Usable face, TimeSpan time) => rule.Add(template.Score(comparator, face.Embedding), face.Embedding);

    public void NextAttempt() => rule.NextAttempt();
}
