using Semblance.Recognition;

namespace Semblance.Benchmarks.Videos;

/// <summary>How one session ended.</summary>
/// <param name="Claim">Who was claimed.</param>
/// <param name="Clip">Who was before the camera.</param>
/// <param name="Outcome">The answer.</param>
/// <param name="Seconds">Time of the clip from the session's first frame to the answer, its last frame included.</param>
internal sealed record Session(string Claim, string Clip, Outcome Outcome, double Seconds)
{
    /// <summary>Plays frames to a claim until it answers, the frames end or the time is up.</summary>
    public static Session Play(ReadClip clip, IReadOnlyList<ReadFrame> frames, FaceVerifier verifier, Template claimed, TimeSpan limit)
    {
        var claim = verifier.Begin(claimed);
        var begin = frames[0].Time;
        TimeSpan frameTime = frames.Count > 1 ? frames[1].Time - begin : TimeSpan.Zero, last = begin;
        foreach (var frame in frames.TakeWhile(frame => frame.Time - begin < limit))
        {
            last = frame.Time;
            if (claim.Add(frame.Reading).Outcome != Outcome.Undecided)
                break;
        }
        return new Session(claimed.Name, clip.Name, claim.Conclude().Outcome, (last - begin + frameTime).TotalSeconds);
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
