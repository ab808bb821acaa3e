using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>One face of a watched frame.</summary>
/// <param name="Id">The number that it keeps while it stays in sight.</param>
/// <param name="Face">Where it is.</param>
/// <param name="Decision"><see cref="Outcome.Undecided"/> while identifying, then <see cref="Outcome.Match"/> or <see cref="Outcome.NoMatch"/>; <see cref="Outcome.PoorQuality"/> where this frame's face cannot be used.</param>
/// <param name="Name">The person, on a match; otherwise null.</param>
/// <param name="Embedding">Of this frame's face; null where it cannot be used.</param>
public sealed record WatchedFace(int Id, Face Face, Decision Decision, string? Name, Embedding? Embedding = null);

/// <summary>
/// The live loop: every face of every frame gets its own answer, by the evidence of its frames or their mean, against each template.
/// With several templates the chance of a false match grows with their number: a name is an indication, not an authorisation. Used by
/// one thread.
/// </summary>
public sealed class FaceWatch
{
    private readonly FacePipeline _pipeline;
    private readonly Comparator _comparator;
    private readonly IReadOnlyList<Template> _templates;
    private readonly Func<IFrameRule> _start;
    private readonly FaceTracker _tracker = new();
    private Dictionary<int, IFrameRule[]> _rules = [];

    /// <summary>Watches for the people of some templates.</summary>
    /// <param name="pipeline">Reads the faces.</param>
    /// <param name="comparator">The pack's comparator.</param>
    /// <param name="threshold">The threshold that decides.</param>
    /// <param name="templates">Whom to look for; may be empty, then everybody is unknown.</param>
    /// <param name="window">How many usable frames make a mean, at least 1; evidence takes as many as it needs.</param>
    /// <param name="evidence">What scores are worth; null: the mean of the last frames decides by the threshold.</param>
    /// <exception cref="ArgumentException">The evidence does not carry the threshold's false match rate.</exception>
    public FaceWatch(
        FacePipeline pipeline, Comparator comparator, Threshold threshold, IReadOnlyList<Template> templates,
        int window = MeanOfFrames.LessonWindow, EvidenceMap? evidence = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        (_pipeline, _comparator, _templates) = (pipeline, comparator, templates);
        _start = evidence is null ? () => new MeanOfFrames(comparator, threshold, window) : () => new SequentialTest(evidence, threshold);
        _ = _start();
    }

    /// <summary>Takes the next frame.</summary>
    /// <returns>One entry per face, in the detector's order.</returns>
    public IReadOnlyList<WatchedFace> Add(Photo frame)
    {
        var read = _pipeline.ReadAll(frame);
        var tracked = _tracker.Update([.. read.Select(r => r.Face)]);
        // Only the faces of this frame live on: who leaves is forgotten.
        _rules = tracked.ToDictionary(t => t.Id, t => _rules.GetValueOrDefault(t.Id) ?? [.. _templates.Select(_ => _start())]);
        return [.. tracked.Zip(read, (track, r) => Judge(track, r.Reading))];
    }

    private WatchedFace Judge(TrackedFace track, FaceReading reading)
    {
        if (reading is FaceReading.Unusable unusable)
            return new WatchedFace(track.Id, track.Face, unusable.ToDecision(), null);
        var embedding = ((FaceReading.Usable)reading).Embedding;
        if (_templates.Count == 0)
            return new WatchedFace(track.Id, track.Face, Decision.Without(Outcome.NoMatch, "Nobody is enrolled."), null, embedding);

        var rules = _rules[track.Id];
        int best = 0;
        for (int i = 0; i < rules.Length; i++)
        {
            rules[i].Add(_templates[i].Score(_comparator, embedding), embedding);
            if (rules[i].Favour > rules[best].Favour)
                best = i;
        }
        var decision = rules[best].Decision;
        return new WatchedFace(track.Id, track.Face, decision, decision.Outcome == Outcome.Match ? _templates[best].Name : null, embedding);
    }
}
