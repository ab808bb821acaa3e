using System.Security.Cryptography;

namespace Semblance.Liveness;

/// <summary>
/// Challenges by the system's cryptographic random numbers. Three turns out of four directions, no two neighbours alike, are 36 equally likely sequences, each with its
/// own amounts; five are 324. Safe for several threads.
/// </summary>
internal sealed class RandomChallenges : IChallengeSource
{
    private readonly int _turns;
    private readonly ChallengeOptions _options;

    /// <summary>Makes challenges of so many turns.</summary>
    /// <param name="turns">2 to 8.</param>
    /// <param name="options">By how many degrees; null: the defaults.</param>
    public RandomChallenges(int turns = 3, ChallengeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turns, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(turns, 8);
        (_turns, _options) = (turns, options ?? new ChallengeOptions());
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
            var (least, most) = direction is HeadDirection.Left or HeadDirection.Right ? (_options.AsideLeast, _options.AsideMost) : (_options.UpOrDownLeast, _options.UpOrDownMost);
            turns.Add(new HeadTurn(direction, RandomNumberGenerator.GetInt32(least, most + 1)));
        }
        return new HeadChallenge(turns);
    }

    /// <inheritdoc/>
    public LightSequence NextLight() => RandomLight.Next();
}
