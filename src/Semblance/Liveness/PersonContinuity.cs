using Semblance.Detection;
using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>
/// Whether the person before the camera is still the one who was there: in every frame the face continues the last one's place, it is never out of sight for longer than a
/// blink of the detector, and it stays one person's. A cut in a recording, a swap of a photo for a head, a second person: each breaks it. Used by one thread.
/// </summary>
internal sealed class PersonContinuity(Comparator comparator, double sameFrom)
{
    // Two frames at 10 frames a second: what a detector misses in a quick turn. Longer, and somebody else could have come.
    private static readonly TimeSpan s_longestGap = TimeSpan.FromMilliseconds(250);

    // A camera that stops for so long shows a jump, not a movement.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    private const int References = 5;

    // One frame may be blurred beyond recognition; nobody swaps faces for one frame.
    private const int StrangersThatBreak = 2;

    private readonly List<Embedding> _references = [];
    private (Face Face, TimeSpan Time)? _last;
    private int _strangers;

    /// <summary>Takes the next frame; null where the person is still the same, otherwise what broke it, in a sentence. The frame then begins anew.</summary>
    public string? Break(LivenessFrame frame)
    {
        string? reason = frame.Face is { } face ? Follow(face, frame) : Miss(frame);
        if (reason is not null)
            Begin(frame);
        return reason;
    }

    private string? Miss(LivenessFrame frame) =>
        _last is { } last && frame.Time - last.Time > s_longestGap ? "The face was out of sight." : null;

    private string? Follow(Face face, LivenessFrame frame)
    {
        if (_last is { } last)
        {
            if (frame.Time - last.Time > s_longestPause)
                return "The camera paused.";
            if (face.Box.Overlap(last.Face.Box) < FaceTracker.SameFaceOverlap)
                return "The face jumped from one place to another.";
        }
        if (frame.Embedding is { } embedding && IsStranger(embedding))
            return "The face became another person's.";
        _last = (face, frame.Time);
        return null;
    }

    private bool IsStranger(Embedding embedding)
    {
        if (_references.Count == 0 || _references.Any(known => comparator.Reaches(comparator.Compare(known, embedding), sameFrom)))
        {
            _strangers = 0;
            if (_references.Count < References)
                _references.Add(embedding);
            return false;
        }
        return ++_strangers >= StrangersThatBreak;
    }

    private void Begin(LivenessFrame frame)
    {
        _references.Clear();
        _strangers = 0;
        _last = frame.Face is { } face ? (face, frame.Time) : null;
        if (frame.Embedding is { } embedding)
            _references.Add(embedding);
    }
}
