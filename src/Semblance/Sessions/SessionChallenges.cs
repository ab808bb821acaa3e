using Semblance.Liveness;

namespace Semblance.Sessions;

/// <summary>The challenges of one session: as many turns as its source gives, or, for somebody who is spared the light, a set number. Used by one thread.</summary>
/// <param name="source">Where turns and colours come from.</param>
internal sealed class SessionChallenges(IChallengeSource source) : IChallengeSource
{
    // Any source of two turns or more needs far fewer.
    private const int MostDrawn = 100;

    private HeadDirection? _last;
    private int? _most;

    public HeadChallenge NextTurns()
    {
        var challenge = _most is { } count ? Collect(count, after: null) : source.NextTurns();
        _last = challenge.Turns[^1].Direction;
        return challenge;
    }

    public LightSequence NextLight() => source.NextLight();

    /// <summary>Has every challenge from now on so many turns.</summary>
    public void Lengthen(int turns) => _most = turns;

    /// <summary>Further turns that go on from the last challenge.</summary>
    public HeadChallenge Further(int count)
    {
        var further = Collect(count, _last);
        _last = further.Turns[^1].Direction;
        return further;
    }

    private HeadChallenge Collect(int count, HeadDirection? after)
    {
        var turns = new List<HeadTurn>(count);
        for (int drawn = 0; turns.Count < count; drawn++)
        {
            if (drawn == MostDrawn)
                throw new InvalidOperationException("The source of challenges knows one direction only.");
            foreach (var turn in source.NextTurns().Turns.Where(_ => turns.Count < count))
            {
                if (turn.Direction != (turns.Count > 0 ? turns[^1].Direction : after))
                    turns.Add(turn);
            }
        }
        return new HeadChallenge(turns);
    }
}
