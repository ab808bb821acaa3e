using System.Security.Cryptography;

namespace Semblance.Liveness;

/// <summary>
/// Challenges by the system's cryptographic random numbers. Three turns out of four directions, no two neighbours alike, are 36 equally likely sequences, each with its
/// own amounts; five are 324. Safe for several threads.
/// </summary>
public sealed class RandomChallenges : IChallengeSource
{
    // Degrees from looking straight ahead, as HeadPose measures: easily done, and clear of what it errs by.
    private static readonly (int Least, int Most) s_aside = (15, 22), s_upOrDown = (10, 14);

    private readonly int _turns;

    /// <summary>Makes challenges of so many turns.</summary>
    /// <param name="turns">2 to 8.</param>
    public RandomChallenges(int turns = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turns, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(turns, 8);
        _turns = turns;
    }

    /// <inheritdoc/>
    public HeadChallenge NextTurns()
    {
        var turns = new List<HeadTurn>(_turns);
        while (turns.Count < _turns)
        {
            var direction = (HeadDirection)RandomNumberGenerator.GetInt32(4);
            if (turns.Count > 0 && turns[^1].Direction == direction)
                continue;
            var (least, most) = direction is HeadDirection.Left or HeadDirection.Right ? s_aside : s_upOrDown;
            turns.Add(new HeadTurn(direction, RandomNumberGenerator.GetInt32(least, most + 1)));
        }
        return new HeadChallenge(turns);
    }

    /// <inheritdoc/>
    public LightSequence NextLight() => RandomLight.Next();
}
