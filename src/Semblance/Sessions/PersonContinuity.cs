using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>Whose face a frame shows, against those before it.</summary>
internal enum Presence
{
    /// <summary>The same person's, or the first of a new one.</summary>
    Same,

    /// <summary>The same person's, turned too far to be compared for recognition.</summary>
    Turned,

    /// <summary>Nobody's as far as can be told: no face for a moment, or one that cannot be embedded. It earns nothing.</summary>
    Unknown,

    /// <summary>Somebody else's, for one frame. It earns nothing.</summary>
    Stranger,
}

/// <summary>One frame against those before it.</summary>
/// <param name="Presence">Whose face it shows.</param>
/// <param name="Break">What ended the time of the person before, in a sentence; null where nothing did. Everything that was seen until then is void.</param>
internal readonly record struct ContinuityStep(Presence Presence, string? Break);

/// <summary>
/// Whether the person before the camera is still the one who was there: in every frame the face continues the last one's place, it is never out of sight or beyond recognition for longer
/// than a moment, and it stays one person's. A cut in a recording, a photo swapped for a head, a second person: each breaks it. Used by one thread.
/// </summary>
/// <param name="comparator">Compares embeddings.</param>
/// <param name="sameFrom">The score from which two frames show one person; null: the pack is not calibrated, so only the face's place is followed.</param>
/// <param name="options">The limits.</param>
internal sealed class PersonContinuity(Comparator comparator, double? sameFrom, ContinuityOptions options)
{
    /// <summary>Why the time of a person ended in whose place there is another.</summary>
    public const string Swapped = "The face became another person's.";

    private readonly List<Embedding> _references = [];
    private readonly Queue<TimeSpan> _strangers = new();
    private (Face Face, TimeSpan Time)? _last;
    private TimeSpan? _recognised;

    /// <summary>Takes the next frame.</summary>
    /// <param name="time">When it was taken.</param>
    /// <param name="face">The one person's face; null where there is nobody or several.</param>
    /// <param name="embedding">Of that face; null where it cannot be embedded.</param>
    /// <param name="isTurned">Whether the face is good enough but for its pose.</param>
    public ContinuityStep Follow(TimeSpan time, Face? face, Embedding? embedding, bool isTurned)
    {
        string? reason = face is null ? Miss(time) : Jump(face, time);
        var presence = Presence.Unknown;
        if (reason is null && face is not null)
        {
            _last = (face, time);
            presence = Whose(embedding, isTurned);
            reason = presence switch
            {
                Presence.Unknown => Unread(time),
                Presence.Stranger when CountStranger(time) >= options.StrangersThatBreak => Swapped,
                _ => null,
            };
        }
        if (reason is not null)
        {
            Begin(time, face);
            presence = Whose(embedding, isTurned);
        }
        if (presence is Presence.Same or Presence.Turned)
            _recognised = time;
        if (presence == Presence.Same && _references.Count < options.References)
            _references.Add(embedding!);
        return new ContinuityStep(presence, reason);
    }

    private string? Miss(TimeSpan time) => _last is { } last && time - last.Time > options.LongestGap ? "The face was out of sight." : null;

    private string? Jump(Face face, TimeSpan time)
    {
        if (_last is not { } last)
            return null;
        if (time - last.Time > options.LongestPause)
            return "The camera paused.";
        return face.Box.Overlap(last.Face.Box) < FaceTracker.SameFaceOverlap ? "The face jumped from one place to another." : null;
    }

    // Somebody else could have come behind a blur.
    private string? Unread(TimeSpan time) => time - _recognised > options.LongestUnread ? "The face could not be recognised for a while." : null;

    private Presence Whose(Embedding? embedding, bool isTurned)
    {
        if (embedding is null || isTurned && _references.Count == 0)
            return Presence.Unknown;
        bool isSame = _references.Count == 0 || sameFrom is not { } from || _references.Any(known => comparator.Reaches(comparator.Compare(known, embedding), from));
        return (isSame, isTurned) switch
        {
            (true, true) => Presence.Turned,
            (true, false) => Presence.Same,
            // A turned head is less alike: it is no proof of another person.
            (false, true) => Presence.Unknown,
            (false, false) => Presence.Stranger,
        };
    }

    private int CountStranger(TimeSpan time)
    {
        while (_strangers.TryPeek(out var first) && time - first > options.StrangersWithin)
            _strangers.Dequeue();
        _strangers.Enqueue(time);
        return _strangers.Count;
    }

    private void Begin(TimeSpan time, Face? face)
    {
        _references.Clear();
        _strangers.Clear();
        _recognised = null;
        _last = face is null ? null : (face, time);
    }
}
