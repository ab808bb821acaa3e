using Semblance.Liveness;

namespace Semblance.Training.Liveness;

/// <summary>Every sequence of three head turns, one after another instead of by chance, so that a measure does not depend on luck. Amounts are in the middle of what chance would draw.</summary>
/// <param name="first">The sequence to begin with, 0 to <see cref="Count"/> - 1; the next ones follow.</param>
internal sealed class EveryChallenge(int first) : IChallengeSource
{
    private const double Aside = 18, UpOrDown = 12;

    private static readonly HeadDirection[] s_all = Enum.GetValues<HeadDirection>();

    private static readonly HeadDirection[][] s_sequences =
        [.. from a in s_all from b in s_all from c in s_all where a != b && b != c select new[] { a, b, c }];

    private int _next = first;

    /// <summary>How many there are.</summary>
    public static int Count => s_sequences.Length;

    public HeadChallenge NextTurns() => Of(s_sequences[_next++ % Count]);

    /// <summary>Turns in these directions.</summary>
    public static HeadChallenge Of(params IEnumerable<HeadDirection> directions) =>
        new([.. directions.Select(direction => new HeadTurn(direction, direction is HeadDirection.Left or HeadDirection.Right ? Aside : UpOrDown))]);

    public LightSequence NextLight() => throw new NotSupportedException("No colours are shown here.");
}
