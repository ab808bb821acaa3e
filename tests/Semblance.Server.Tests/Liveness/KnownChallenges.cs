using Semblance.Liveness;

namespace Semblance.Server.Tests.Liveness;

/// <summary>Challenges that a test knows: always the same turns, and the six full colours.</summary>
internal sealed class KnownChallenges(params HeadDirection[] turns) : IChallengeSource
{
    private static readonly LightColour[] s_colours = [new(255, 0, 0), new(0, 255, 0), new(0, 0, 255), new(255, 255, 0), new(0, 255, 255), new(255, 0, 255)];

    private int _drawn;

    /// <summary>What is drawn after the first time; null: the same.</summary>
    public HeadDirection[]? Later { get; init; }

    public HeadChallenge NextTurns() => new([.. (Interlocked.Increment(ref _drawn) == 1 ? turns : Later ?? turns).Select(direction => new HeadTurn(direction, direction is HeadDirection.Left or HeadDirection.Right ? 18 : 12))]);

    public LightSequence NextLight() => new(s_colours, TimeSpan.FromMilliseconds(400));
}
