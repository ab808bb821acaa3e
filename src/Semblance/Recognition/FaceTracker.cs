namespace Semblance.Recognition;

/// <summary>A face with the number that it keeps from frame to frame.</summary>
/// <param name="Id">Counts from 1; never used twice by one tracker.</param>
/// <param name="Face">The face in the newest frame.</param>
internal sealed record TrackedFace(int Id, Face Face);

/// <summary>
/// Follows faces from frame to frame by the overlap of their boxes: pairs of an old and a new box are joined, the best overlap
/// first. A face that is missing for longer than a blink of the detector is lost: when it comes back it gets a new number, so that nobody inherits the
/// evidence of who stood there before. Used by one thread.
/// </summary>
/// <param name="longestGap">How long a face may be missing.</param>
internal sealed class FaceTracker(TimeSpan longestGap)
{
    /// <summary>Boxes of neighbouring frames overlap at least this much (intersection over union) when they show the same face.</summary>
    public const float SameFaceOverlap = 0.3f;

    private readonly List<(TrackedFace Face, TimeSpan Seen)> _tracked = [];
    private int _last;

    /// <summary>Whether a face is in sight, or was a moment ago.</summary>
    public bool Follows(int id) => _tracked.Any(old => old.Face.Id == id);

    /// <summary>Takes the faces of the next frame.</summary>
    /// <returns>One entry per face, in the order given.</returns>
    public IReadOnlyList<TrackedFace> Update(IReadOnlyList<Face> faces, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(faces);
        _tracked.RemoveAll(old => time - old.Seen > longestGap);
        var ids = new int?[faces.Count];
        var free = new HashSet<int>(_tracked.Select(old => old.Face.Id));
        var pairs = from old in _tracked
                    from index in Enumerable.Range(0, faces.Count)
                    let overlap = old.Face.Face.Box.Overlap(faces[index].Box)
                    where overlap >= SameFaceOverlap
                    orderby overlap descending
                    select (old.Face.Id, Index: index);
        foreach (var (id, index) in pairs)
        {
            if (ids[index] is null && free.Remove(id))
                ids[index] = id;
        }
        List<TrackedFace> now = [.. faces.Select((face, index) => new TrackedFace(ids[index] ?? ++_last, face))];
        _tracked.RemoveAll(old => !free.Contains(old.Face.Id));
        _tracked.AddRange(now.Select(face => (face, time)));
        return now;
    }
}
