using CsCheck;
using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

public class ChallengeCheckTests
{
    private static readonly HeadDirection[] s_leftUpRight = [HeadDirection.Left, HeadDirection.Up, HeadDirection.Right];

    [Fact]
    public void Add_PersonWhoDoesWhatIsAsked_IsLive() =>
        Gen.Select(Gen.Int[5, 60], Gen.Double[0.2, 0.9], Gen.Double[40, 200], Gen.Double[-12, 12], Gen.Double[-15, 15], Gen.Int).Sample((rate, reaction, speed, yaw, pitch, seed) =>
        {
            using var check = new ChallengeCheck(new RandomChallenges(3));

            Act(check, new Actor(reaction, speed, yaw, pitch, seed), rate);

            Assert.True(check.Result.Verdict == LivenessVerdict.Live, $"{check.Result} {check.State}");
            Assert.Equal(0, check.Restarts);
        }, iter: 300);

    [Fact]
    public void Add_NobodyMoves_IsNeverLiveAndEnds()
    {
        using var check = new ChallengeCheck(new RandomChallenges());

        for (double time = 0; time < 30; time += 0.05)
            check.Add(MadeFrames.Head(time));

        Assert.True(check.IsFailed);
        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
        Assert.Contains("in time", check.Result.Reasons.Single());
    }

    [Fact]
    public void Add_AnotherTurnThanAsked_BeginsAnewAndEndsUnsure()
    {
        var source = new GivenChallenges(s_leftUpRight);
        using var check = new ChallengeCheck(source, new ChallengeOptions { MostRestarts = 1 });

        Act(check, new Actor(0.3, 80, 0, 0, 1) { Turns = _ => HeadDirection.Right }, rate: 20);

        Assert.True(check.IsFailed);
        Assert.Equal(2, source.Given);
        Assert.Equal("The head was turned another way than asked.", check.Result.Reasons.Single());
    }

    [Fact]
    public void Add_RecordingOfAGoodSession_IsNotLiveForAnotherChallenge()
    {
        var recording = new List<LivenessFrame>();
        using (var good = new ChallengeCheck(new GivenChallenges(s_leftUpRight)))
        {
            Act(good, new Actor(0.4, 90, 2, -3, 7), rate: 25, recording);
            Assert.Equal(LivenessVerdict.Live, good.Result.Verdict);
        }

        // A challenge that happens to ask for the recorded turns at their recorded times would be the same challenge.
        HeadDirection[][] others = [[HeadDirection.Right, HeadDirection.Up, HeadDirection.Left], [HeadDirection.Left, HeadDirection.Down, HeadDirection.Right], [HeadDirection.Up, HeadDirection.Left, HeadDirection.Right]];
        foreach (var other in others)
        {
            using var check = new ChallengeCheck(new GivenChallenges(other));
            for (int repeat = 0; repeat < 4; repeat++)
            {
                foreach (var frame in recording)
                    check.Add(frame with { Time = frame.Time + repeat * (recording[^1].Time + TimeSpan.FromMilliseconds(40)) });
            }
            Assert.NotEqual(LivenessVerdict.Live, check.Result.Verdict);
        }
    }

    [Fact]
    public void Add_HeadThatIsThereInNoTime_BeginsAnew()
    {
        using var check = new ChallengeCheck(new GivenChallenges([HeadDirection.Left, HeadDirection.Right]));
        double time = 0;
        for (; time < 1; time += 0.033)
            check.Add(MadeFrames.Head(time));

        for (; time < 1.3; time += 0.033)
            check.Add(MadeFrames.Head(time, yaw: 22));

        Assert.Equal(1, check.Restarts);
        Assert.Equal(1, check.State.Step);
    }

    [Fact]
    public void State_TurnDone_AsksForStraightBeforeTheNext()
    {
        using var check = new ChallengeCheck(new GivenChallenges([HeadDirection.Left, HeadDirection.Right]));
        double time = 0;
        for (; time < 1; time += 0.033)
            check.Add(MadeFrames.Head(time));
        Assert.Equal((1, HeadDirection.Left), (check.State.Step, check.State.Wanted));

        for (double yaw = 0; yaw < 30; yaw += 1.5, time += 0.033)
            check.Add(MadeFrames.Head(time, yaw));
        Assert.Equal((2, null), (check.State.Step, check.State.Wanted));

        for (double yaw = 30; yaw > 0; yaw -= 3, time += 0.033)
            check.Add(MadeFrames.Head(time, yaw));
        Assert.Equal((2, HeadDirection.Right), (check.State.Step, check.State.Wanted));
    }

    [Fact]
    public void Reset_AfterAllTurns_TakesThemBack()
    {
        var source = new GivenChallenges(s_leftUpRight);
        using var check = new ChallengeCheck(source);
        Act(check, new Actor(0.3, 80, 0, 0, 1), rate: 20);
        Assert.Equal(LivenessVerdict.Live, check.Result.Verdict);

        check.Reset();

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
        Assert.Equal(2, source.Given);
    }

    [Fact]
    public void Reset_BeforeAnythingWasAskedFor_CostsNothing()
    {
        var source = new GivenChallenges(s_leftUpRight);
        using var check = new ChallengeCheck(source);
        check.Add(MadeFrames.Head(0));

        check.Reset();

        Assert.Equal((0, 1), (check.Restarts, source.Given));
    }

    [Fact]
    public void NextTurns_ManyTimes_GivesEverySequenceAlike()
    {
        var source = new RandomChallenges(3);
        const int Draws = 7200;

        var counts = Enumerable.Range(0, Draws).Select(_ => string.Join(' ', source.NextTurns().Turns.Select(turn => turn.Direction))).CountBy(words => words).ToList();

        // 36 sequences; a count strays from 200 by more than 80 once in about 10^8 draws.
        Assert.Equal(36, counts.Count);
        Assert.All(counts, pair => Assert.InRange(pair.Value, 120, 280));
    }

    private static void Act(ChallengeCheck check, Actor actor, int rate, List<LivenessFrame>? recording = null)
    {
        for (double time = 0; time < 60 && !check.IsFailed && !check.IsDone; time += 1.0 / rate)
        {
            var frame = actor.Move(check.State, time);
            recording?.Add(frame);
            check.Add(frame);
        }
    }

    /// <summary>Somebody who reacts to what is asked for and turns the head at some speed; estimates of the pose tremble by two degrees.</summary>
    private sealed class Actor(double reaction, double speed, double straightYaw, double straightPitch, int seed)
    {
        private readonly Random _random = new(seed);
        private (HeadDirection? Wanted, double Since) _asked = (null, 0);
        private double _yaw, _pitch, _last;

        public Func<HeadDirection, HeadDirection> Turns { get; init; } = wanted => wanted;

        public LivenessFrame Move(ChallengeState state, double time)
        {
            if (state.Wanted != _asked.Wanted)
                _asked = (state.Wanted, time);
            var (yaw, pitch) = time - _asked.Since < reaction ? (_yaw, _pitch) : _asked.Wanted is not { } wanted ? (0, 0) : Turns(wanted) switch
            {
                HeadDirection.Left => (28.0, 0.0),
                HeadDirection.Right => (-28, 0),
                HeadDirection.Up => (0, 20),
                _ => (0, -20),
            };
            double step = speed * (time - _last);
            (_yaw, _pitch, _last) = (_yaw + Math.Clamp(yaw - _yaw, -step, step), _pitch + Math.Clamp(pitch - _pitch, -step, step), time);
            return MadeFrames.Head(time, straightYaw + _yaw + Tremble(), straightPitch + _pitch + Tremble());
        }

        private double Tremble() => 2 * (_random.NextDouble() + _random.NextDouble() - 1);
    }
}
