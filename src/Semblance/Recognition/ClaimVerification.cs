using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>
/// One claim, followed over the frames of a stream: the mean of the last usable frames decides as soon as there are enough of them.
/// A frame without a face forgets the earlier ones, and so does a face that does not continue the last one's place: nobody
/// inherits another's evidence. A frame of poor quality or with several faces counts for nothing. Used by one thread.
/// </summary>
public sealed class ClaimVerification
{
    private readonly FacePipeline _pipeline;
    private readonly FaceVerifier _verifier;
    private readonly Template _template;
    private readonly MeanOfFrames _mean;
    private readonly FaceTracker _tracker = new();
    private readonly UnusableTally _unusable = new();
    private int _person;

    internal ClaimVerification(FacePipeline pipeline, FaceVerifier verifier, Template template, int window)
    {
        ArgumentNullException.ThrowIfNull(template);
        (_pipeline, _verifier, _template) = (pipeline, verifier, template);
        _mean = new MeanOfFrames(verifier.Comparator, verifier.Threshold, window);
    }

    /// <summary>How many frames were taken, usable or not.</summary>
    public int Frames { get; private set; }

    /// <summary>How many usable frames there were.</summary>
    public int UsableFrames => Frames - _unusable.Count;

    /// <summary>How many of them count towards the decision: those since the face was last lost, at most the window.</summary>
    public int FramesThatCount => _mean.Count;

    /// <summary>Takes the next frame; the answer is <see cref="Outcome.Undecided"/> until enough usable frames came one after another.</summary>
    /// <exception cref="InvalidOperationException">The template was made by another model.</exception>
    public Decision Add(Photo frame)
    {
        Frames++;
        switch (_pipeline.ReadMain(frame))
        {
            case FaceReading.Usable usable:
                Follow(usable.Face);
                _mean.Add(_template.Score(_verifier.Comparator, usable.Embedding));
                break;
            case FaceReading.Unusable unusable:
                _unusable.Add(unusable);
                if (unusable.Outcome == Outcome.NoFace)
                    _mean.Reset();
                break;
        }
        return _mean.Decision;
    }

    /// <summary>
    /// The answer when no more frames come: that of a full window; without any usable frame, what was wrong most often; else
    /// <see cref="Outcome.Undecided"/>.
    /// </summary>
    public Decision Conclude() => UsableFrames > 0 ? _mean.Decision : _unusable.Commonest();

    private void Follow(Face face)
    {
        int person = _tracker.Update([face])[0].Id;
        if (person != _person)
            _mean.Reset();
        _person = person;
    }
}
