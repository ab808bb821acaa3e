using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>
/// One claim, followed over the frames of a stream: the evidence of the usable frames decides as soon as it suffices
/// (<see cref="SequentialTest"/>), or their mean as soon as there are enough of them (<see cref="MeanOfFrames"/>).
/// A frame without a face forgets the earlier ones, and so does a face that does not continue the last one's place: nobody
/// inherits another's evidence. A frame of poor quality or with several faces counts for nothing. Used by one thread.
/// </summary>
public sealed class ClaimVerification
{
    private readonly FacePipeline _pipeline;
    private readonly FaceVerifier _verifier;
    private readonly Template _template;
    private readonly IFrameRule _rule;
    private readonly FaceTracker _tracker = new();
    private readonly UnusableTally _unusable = new();
    private int _person;

    internal ClaimVerification(FacePipeline pipeline, FaceVerifier verifier, Template template, IFrameRule rule)
    {
        ArgumentNullException.ThrowIfNull(template);
        (_pipeline, _verifier, _template, _rule) = (pipeline, verifier, template, rule);
    }

    /// <summary>How many frames were taken, usable or not.</summary>
    public int Frames { get; private set; }

    /// <summary>How many usable frames there were.</summary>
    public int UsableFrames => Frames - _unusable.Count;

    /// <summary>How many of them count towards the decision: those since the face was last lost; of a mean, at most its window.</summary>
    public int FramesThatCount => _rule.Count;

    /// <summary>Takes the next frame; the answer is <see cref="Outcome.Undecided"/> until the usable frames, one after another, suffice.</summary>
    /// <exception cref="InvalidOperationException">The template was made by another model.</exception>
    public Decision Add(Photo frame) => Add(_pipeline.ReadMain(frame));

    /// <summary>Takes the next frame as it was read.</summary>
    /// <exception cref="InvalidOperationException">The template was made by another model.</exception>
    public Decision Add(FaceReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        Frames++;
        switch (reading)
        {
            case FaceReading.Usable usable:
                Follow(usable.Face);
                _rule.Add(_template.Score(_verifier.Comparator, usable.Embedding), usable.Embedding);
                break;
            case FaceReading.Unusable unusable:
                _unusable.Add(unusable);
                if (unusable.Outcome == Outcome.NoFace)
                    _rule.Reset();
                break;
        }
        return _rule.Decision;
    }

    /// <summary>
    /// The answer when no more frames come: that of the usable frames, which is <see cref="Outcome.Undecided"/> where they do not suffice
    /// (see <see cref="SequentialTest.Conclusion"/>); without any usable frame, what was wrong most often.
    /// </summary>
    public Decision Conclude() => UsableFrames > 0 ? _rule.Conclusion : _unusable.Commonest();

    /// <summary>Forgets the frames so far, as where the face is lost: what follows may be another person, and is another attempt.</summary>
    public void Forget() => _rule.Reset();

    private void Follow(Face face)
    {
        int person = _tracker.Update([face])[0].Id;
        if (person != _person)
            _rule.Reset();
        _person = person;
    }
}
