namespace Semblance.Benchmarks.Videos;

/// <summary>How one session ended.</summary>
/// <param name="Claim">Who was claimed.</param>
/// <param name="Clip">Who was before the camera.</param>
/// <param name="Outcome">The answer.</param>
/// <param name="Seconds">Time of the clip from the session's first frame to the answer, its last frame included.</param>
internal sealed record Session(string Claim, string Clip, Outcome Outcome, double Seconds)
{
    // Only readings count where liveness is off.
    private static readonly Photo s_none = Photo.FromRgb(1, 1, new byte[3]);

    /// <summary>Plays frames to a claim until it answers, the frames end or the time is up.</summary>
    public static Session Play(ReadClip clip, IReadOnlyList<ReadFrame> frames, Func<Template, FaceSession> begin, Template claimed, TimeSpan limit)
    {
        using var session = begin(claimed);
        var first = frames[0].Time;
        TimeSpan frameTime = frames.Count > 1 ? frames[1].Time - first : TimeSpan.Zero, last = first;
        foreach (var frame in frames.TakeWhile(frame => frame.Time - first < limit))
        {
            last = frame.Time;
            if (session.Add(s_none, frame.Time, frame.Reading).IsFinal)
                break;
        }
        return new Session(claimed.Name, clip.Name, session.Conclude().Decision.Outcome, (last - first + frameTime).TotalSeconds);
    }
}

/// <summary>What a rule did over many sessions of one kind.</summary>
internal sealed record SessionTally(int Sessions, int Match, int NoMatch, int Undecided, double? MedianSeconds, double? LongestSeconds, int WithinASecond)
{
    /// <param name="sessions">Of one kind: all genuine, or all of impostors.</param>
    /// <param name="answer">The right answer, whose time is measured.</param>
    public static SessionTally Of(IReadOnlyList<Session> sessions, Outcome answer)
    {
        double[] right = [.. sessions.Where(session => session.Outcome == answer).Select(session => session.Seconds)];
        return new SessionTally(
            sessions.Count,
            sessions.Count(session => session.Outcome == Outcome.Match),
            sessions.Count(session => session.Outcome == Outcome.NoMatch),
            sessions.Count(session => session.Outcome is not (Outcome.Match or Outcome.NoMatch)),
            right.Length == 0 ? null : Output.Results.Median(right),
            right.Length == 0 ? null : right.Max(),
            right.Count(seconds => seconds <= 1));
    }
}
