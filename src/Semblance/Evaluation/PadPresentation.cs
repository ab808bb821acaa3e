namespace Semblance.Evaluation;

/// <summary>One person, or one attack, before the camera that is tested: a photo, several photos, or a clip.</summary>
/// <param name="Subject">Whom it shows; intervals are drawn over subjects.</param>
/// <param name="Attack">The kind of attack; null: live.</param>
/// <param name="Frames">The texture score of each photo, or of every so many-th frame; null where there was no face to judge.</param>
/// <param name="Texture">Of all of them together; null where there was nothing to judge.</param>
/// <param name="Policy">What the whole policy passive said; null for photos, which are never live.</param>
internal sealed record PadPresentation(string Subject, string? Attack, IReadOnlyList<double?> Frames, double? Texture, LivenessVerdict? Policy)
{
    /// <summary>Whether there was a face to judge.</summary>
    public bool IsUsable => Texture is not null;
}

/// <summary>How much of a kind was collected.</summary>
/// <param name="Attack">The kind; null: live.</param>
/// <param name="People">Who could be judged.</param>
/// <param name="Usable">Presentations with a face to judge.</param>
/// <param name="Given">All presentations.</param>
/// <param name="Frames">Photos and frames that were scored.</param>
internal sealed record PadCount(string? Attack, int People, int Usable, int Given, int Frames)
{
    /// <summary>The counts kind by kind, live first.</summary>
    public static IReadOnlyList<PadCount> Of(IReadOnlyList<PadPresentation> presentations) =>
    [
        .. presentations.GroupBy(one => one.Attack).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => new PadCount(
            kind.Key,
            kind.Where(one => one.IsUsable).Select(one => one.Subject).Distinct().Count(),
            kind.Count(one => one.IsUsable),
            kind.Count(),
            kind.Sum(one => one.Frames.Count(score => score is not null)))),
    ];
}
