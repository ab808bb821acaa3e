using CsCheck;
using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

public class ChallengeCheckTests
{
    // Made heads have no pictures.
    private static readonly ChallengeOptions s_options = new() { LeastChange = 0 };

    private static readonly HeadDirection[] s_leftUpRight = [HeadDirection.Left, HeadDirection.Up, HeadDirection.Right];

    [Fact]
    public void Add_PersonWhoDoesWhatIsAsked_IsLive() =>
        Gen.Select(Gen.Int[5, 60], Gen.Double[0.2, 0.9], Gen.Double[40, 200], Gen.Double[-12, 12], Gen.Double[-15, 15], Gen.Int).Sample((rate, reaction, speed, yaw, pitch, seed) =>
        {
            using var check = new ChallengeCheck(new RandomChallenges(3), s_options);

            Act(check, new Actor(reaction, speed, yaw, pitch, seed), rate);

            Assert.True(check.Result.Verdict == LivenessVerdict.Live, $"{check.Result} {check.State}");
            Assert.Equal(0, check.Restarts);
        }, iter: 300);

    [Fact]
    public void Add_NobodyMoves_IsNeverLiveAndEnds()
    {
        using var check = new ChallengeCheck(new RandomChallenges(), s_options);

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
        using var check = new ChallengeCheck(source, s_options with { MostRestarts = 1 });

        Act(check, new Actor(0.3, 80, 0, 0, 1) { Turns = _ => HeadDirection.Right }, rate: 20);

        Assert.True(check.IsFailed);
        Assert.Equal(2, source.Given);
        Assert.Equal("The head was turned another way than asked.", check.Result.Reasons.Single());
    }

    [Fact]
    public void Add_RecordingOfAGoodSession_IsNotLiveForAnotherChallenge()
    {
        var recording = new List<LivenessFrame>();
        using (var good = new ChallengeCheck(new GivenChallenges(s_leftUpRight), s_options))
        {
            Act(good, new Actor(0.4, 90, 2, -3, 7), rate: 25, recording);
            Assert.Equal(LivenessVerdict.Live, good.Result.Verdict);
        }

        // A challenge that happens to ask for the recorded turns at their recorded times would be the same challenge.
        HeadDirection[][] others = [[HeadDirection.Right, HeadDirection.Up, HeadDirection.Left], [HeadDirection.Left, HeadDirection.Down, HeadDirection.Right], [HeadDirection.Up, HeadDirection.Left, HeadDirection.Right]];
        foreach (var other in others)
        {
            using var check = new ChallengeCheck(new GivenChallenges(other), s_options);
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
        using var check = new ChallengeCheck(new GivenChallenges([HeadDirection.Left, HeadDirection.Right]), s_options);
        double time = 0;
        for (; time < 1; time += 0.033)
            check.Add(MadeFrames.Head(time));

        for (; time < 1.3; time += 0.033)
            check.Add(MadeFrames.Head(time, yaw: 22));

        Assert.Equal(1, check.Restarts);
        Assert.Equal(1, check.State.Step);
    }

    [Fact]
    public void State_TurnDone_AsksForTheNextAtOnceAndSaysNothingBefore()
    {
        using var check = new ChallengeCheck(new GivenChallenges([HeadDirection.Left, HeadDirection.Right]), s_options);
        double time = LookAhead(check);
        var first = check.State;
        Assert.Equal((1, HeadDirection.Left), (first.Step, first.Wanted));

        time = Turn(check, time, from: (0, 0), to: (17.9, 0));
        // So near it is, and nothing tells.
        Assert.Equal(first, check.State);

        Turn(check, time, from: (17.9, 0), to: (30, 0));
        Assert.Equal((2, HeadDirection.Right), (check.State.Step, check.State.Wanted));
    }

    [Fact]
    public void Add_FromOneTurnStraightToTheNext_IsLive()
    {
        using var check = new ChallengeCheck(new GivenChallenges(s_leftUpRight), s_options);
        double time = LookAhead(check);

        time = Turn(check, time, (0, 0), (28, 0));
        time = Turn(check, time, (28, 0), (0, 20));
        Turn(check, time, (0, 20), (-28, 0));

        Assert.True(check.IsDone);
        Assert.Equal(0, check.Restarts);
    }

    [Fact]
    public void Add_SecondTurnThatWasHalfMadeBeforeItWasAsked_GoesOnOrDoesNotCount()
    {
        using var check = new ChallengeCheck(new GivenChallenges([HeadDirection.Left, HeadDirection.Up]), s_options);
        double time = LookAhead(check);
        time = Turn(check, time, (0, 0), (32, 14));
        Assert.Equal((2, HeadDirection.Up), (check.State.Step, check.State.Wanted));

        // Twelve degrees are asked for, and he looks up by fourteen: that he did before.
        time = Turn(check, time, (32, 14), (4, 14));
        time = Hold(check, time, (4, 14), seconds: 1);
        Assert.False(check.IsDone);

        Turn(check, time, (4, 14), (4, 24));
        Assert.True(check.IsDone);
    }

    [Theory]
    [InlineData(nameof(HeadDirection.Left))]
    [InlineData(nameof(HeadDirection.Up))]
    public void Add_HeadBetweenTwoDirections_AnswersNeither(string asked)
    {
        using var check = new ChallengeCheck(new GivenChallenges([Enum.Parse<HeadDirection>(asked)]), s_options);
        double time = LookAhead(check);

        // As much to the left as up: otherwise one picture would do for half of all prompts.
        time = Turn(check, time, (0, 0), (27, 19.5));
        Hold(check, time, (27, 19.5), seconds: 2);

        Assert.False(check.IsDone);
        Assert.Equal(0, check.Restarts);
    }

    [Fact]
    public void Add_HeadThatGoesRoundInACircle_PassesOneSequenceOfThirtySix()
    {
        var all = Enum.GetValues<HeadDirection>();
        var passed = new List<string>();
        foreach (var sequence in from a in all from b in all from c in all where a != b && b != c select new[] { a, b, c })
        {
            using var check = new ChallengeCheck(new GivenChallenges(sequence), s_options with { MostRestarts = 0 });
            double time = LookAhead(check);
            for (double angle = 0; angle < 4 * Math.PI; angle += 0.1, time += 0.033)
            {
                double far = Math.Min(1, angle);
                check.Add(MadeFrames.Head(time, 28 * far * Math.Cos(angle), 20 * far * Math.Sin(angle)));
            }
            if (check.IsDone)
                passed.Add(string.Join(' ', sequence));
        }

        Assert.Single(passed);
    }

    [Fact]
    public void Reset_AfterAllTurns_TakesThemBack()
    {
        var source = new GivenChallenges(s_leftUpRight);
        using var check = new ChallengeCheck(source, s_options);
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
        using var check = new ChallengeCheck(source, s_options);
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

    // Until the first turn is asked for.
    private static double LookAhead(ChallengeCheck check) => Hold(check, 0, (0, 0), seconds: 1);

    private static double Hold(ChallengeCheck check, double time, (double Yaw, double Pitch) at, double seconds)
    {
        for (double end = time + seconds; time < end; time += 0.033)
            check.Add(MadeFrames.Head(time, at.Yaw, at.Pitch));
        return time;
    }

    // Some time to react, and then at 45 degrees a second; the time when it is there.
    private static double Turn(ChallengeCheck check, double time, (double Yaw, double Pitch) from, (double Yaw, double Pitch) to)
    {
        time = Hold(check, time, from, seconds: 0.3);
        int frames = (int)Math.Ceiling(Math.Max(Math.Abs(to.Yaw - from.Yaw), Math.Abs(to.Pitch - from.Pitch)) / 1.5);
        for (int i = 1; i <= frames; i++, time += 0.033)
            check.Add(MadeFrames.Head(time, from.Yaw + (to.Yaw - from.Yaw) * i / frames, from.Pitch + (to.Pitch - from.Pitch) * i / frames));
        return time;
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
