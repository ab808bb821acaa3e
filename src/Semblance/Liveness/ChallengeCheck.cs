namespace Semblance.Liveness;

/// <summary>Where a challenge stands.</summary>
/// <param name="Step">The turn that is under way, from 1.</param>
/// <param name="Of">How many turns there are.</param>
/// <param name="Wanted">Where to turn now; null: look straight ahead.</param>
/// <param name="Restarts">How many challenges were given up.</param>
internal sealed record ChallengeState(int Step, int Of, HeadDirection? Wanted, int Restarts);

/// <summary>
/// The person turns the head as asked, one turn after another. The next turn is told at once when the one before is done and not earlier, so no recording can know it, and that it is told is all that
/// says so: how far a turn has come is nobody's business, least of all that of a program that steers a picture. Each must begin after its prompt, no sooner than a person can react, pass through
/// what lies between, and be the one that was asked for; another turn, a jump of the head or a break of the person's continuity costs the whole challenge, and a new one is drawn once the head looks
/// straight ahead. What is seen at the turns must be more than one photo that is bent as asked (<see cref="TurnedLooks"/>). It never says spoof: a person who cannot follow is not an attack, only not shown to be live. Used by one thread.
/// </summary>
internal sealed class ChallengeCheck : ILivenessCheck
{
    // Looks between these shares of a full turn are compared with the one ahead: nearer hardly anything changes, and farther out landmarks err.
    private const double LooksFrom = 0.9, LooksTo = 2;

    private readonly IChallengeSource _source;
    private readonly ChallengeOptions _options;
    private readonly HeadMotion _motion;
    private HeadChallenge _challenge;
    private int _step;
    private bool _isReturning;
    private TimeSpan? _prompted, _reachedSince, _wrongSince;
    private int _reachedFrames, _wrongFrames;
    // How far the head was turned where it is asked to, at the least since it was asked; and where it may still be turned from the turn before.
    private double _from;
    private HeadDirection? _excused;
    private readonly TurnedLooks _looks = new();
    private string? _failure;

    /// <summary>Draws a challenge.</summary>
    /// <param name="source">Where challenges come from.</param>
    /// <param name="options">How strict; null: the defaults.</param>
    public ChallengeCheck(IChallengeSource source, ChallengeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_source, _options, _challenge) = (source, options ?? new ChallengeOptions(), source.NextTurns());
        _motion = new HeadMotion(_options);
    }

    /// <inheritdoc/>
    public string Name => CheckNames.Challenge;

    /// <summary>Where it stands: what to ask the person for.</summary>
    public ChallengeState State => new(
        Math.Min(_step + 1, _challenge.Turns.Count), _challenge.Turns.Count, _motion.HasOrigin && !_isReturning && !IsDone ? _challenge.Turns[_step].Direction : null, Restarts);

    /// <summary>Whether all turns were made.</summary>
    public bool IsDone => _step >= _challenge.Turns.Count;

    /// <summary>Whether it has failed for good: no more is asked for.</summary>
    public bool IsFailed => _failure is not null;

    /// <summary>How many challenges were given up.</summary>
    public int Restarts { get; private set; }

    /// <inheritdoc/>
    public CheckResult Result
    {
        get
        {
            double score = (double)_step / _challenge.Turns.Count;
            if (IsFailed)
                return new CheckResult(Name, score, LivenessVerdict.Unsure, [_failure!], IsSettled: true);
            return IsDone ? new CheckResult(Name, 1, LivenessVerdict.Live, [], IsSettled: true)
                : new CheckResult(Name, score, LivenessVerdict.Unsure, ["The head turns that were asked for were not all made."], IsSettled: false);
        }
    }

    /// <inheritdoc/>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (IsDone || IsFailed || frame.Face?.Landmarks is not { } landmarks)
            return;
        var pose = HeadPose.Of(landmarks);
        if (double.IsNaN(pose.Yaw) || double.IsNaN(pose.Pitch))
            return;
        if (!_motion.Add(pose, frame.Time))
        {
            Restart("The head jumped from one look to another.", frame.Time);
            return;
        }
        if (!_motion.HasOrigin)
        {
            if (_motion.FindOrigin())
            {
                if (_options.LeastChange > 0)
                    _looks.Begin(FaceLook.Of(frame.Photo, landmarks));
                Ask(frame.Time);
            }
            return;
        }
        if (frame.Time - _prompted > _options.StepLimit)
            Fail(_isReturning ? "The head did not come back to looking straight ahead in time." : $"The head was not turned {Words(_challenge.Turns[_step].Direction)} in time.");
        else if (_isReturning)
            Return(frame.Time);
        else
            Follow(_challenge.Turns[_step], frame, landmarks);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        if (!IsFailed && (IsDone || _prompted is not null))
            Restart("The face was lost or changed, or the camera paused, during the head turns.", null);
        _motion.Clear();
        _looks.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>
    /// Asks for further turns after those that are asked for already, done or not: for somebody who is spared another check. A failed challenge stays failed, and one that is drawn anew
    /// has as many turns as its source gives.
    /// </summary>
    /// <param name="further">The turns; the first differs from the last one that was asked for.</param>
    /// <param name="now">The time of the last frame, from which on the next turn is waited for.</param>
    /// <exception cref="ArgumentException">The first turn would repeat the last one.</exception>
    public void Extend(HeadChallenge further, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(further);
        if (further.Turns[0].Direction == _challenge.Turns[^1].Direction)
            throw new ArgumentException("No two neighbouring turns are alike.", nameof(further));
        bool wasDone = IsDone;
        _challenge = new HeadChallenge([.. _challenge.Turns, .. further.Turns]);
        // The head came back long ago, or is about to.
        if (wasDone)
            (_isReturning, _prompted) = (true, now);
    }

    private void Ask(TimeSpan time)
    {
        (_isReturning, _prompted) = (false, time);
        _from = _motion.Towards(_challenge.Turns[_step].Direction);
        (_reachedFrames, _reachedSince, _wrongFrames, _wrongSince) = (0, null, 0, null);
    }

    private void Follow(HeadTurn turn, LivenessFrame frame, Landmarks landmarks)
    {
        var time = frame.Time;
        if (_options.LeastChange > 0 && _motion.Away is >= LooksFrom and <= LooksTo)
            _looks.Add(FaceLook.Of(frame.Photo, landmarks));
        double towards = _motion.Towards(turn.Direction);
        _from = Math.Min(_from, towards);
        if (_excused is { } before && _motion.HasLeft(before))
            _excused = null;
        if (_motion.IsWrong(turn.Direction, _excused))
        {
            _wrongFrames++;
            _wrongSince ??= time;
            if (_wrongFrames >= _options.FewestHeld && time - _wrongSince >= _options.Held)
                Restart("The head was turned another way than asked.", time);
            return;
        }
        (_wrongFrames, _wrongSince) = (0, null);
        // Whoever is turned that way already turns on: what was done before the prompt is no answer to it.
        if (towards < Math.Max(turn.Degrees, _from + _options.Further * turn.Degrees) || !_motion.IsClear(turn.Direction))
        {
            (_reachedFrames, _reachedSince) = (0, null);
            return;
        }
        if (_reachedSince is null && (time - _prompted < _options.Reaction || !_motion.CameThrough(turn.Direction, turn.Degrees)))
        {
            Restart("The head was turned before it was asked, or in no time.", time);
            return;
        }
        _reachedSince ??= time;
        if (++_reachedFrames < _options.FewestHeld || time - _reachedSince < _options.Held)
            return;
        // The last turn is waited with until there is enough to compare.
        if (_step + 1 < _challenge.Turns.Count || _options.LeastChange == 0 || _looks.Change is not null)
            Done(turn, time);
    }

    private void Return(TimeSpan time)
    {
        if (_motion.IsStraight)
            Ask(time);
    }

    private void Done(HeadTurn turn, TimeSpan time)
    {
        (_step, _excused) = (_step + 1, turn.Direction);
        if (!IsDone)
            Ask(time);
        else if (_options.LeastChange > 0 && !(_looks.Change >= _options.LeastChange))
            Fail("Light and eyes stayed at the turns as they were before, as in one photo that is bent.");
    }

    // Where straight ahead is stays known while the person stays: somebody who turned the wrong way still holds the head there.
    private void Restart(string reason, TimeSpan? time)
    {
        if (++Restarts > _options.MostRestarts)
        {
            Fail(reason);
            return;
        }
        (_challenge, _step, _isReturning, _prompted, _excused) = (_source.NextTurns(), 0, time is not null && _motion.HasOrigin, time, null);
        _looks.Again();
    }

    private void Fail(string reason)
    {
        _failure = reason;
        // A challenge that was done before does not survive: it may be somebody else's by now.
        _step = Math.Min(_step, _challenge.Turns.Count - 1);
    }

    private static string Words(HeadDirection direction) => direction switch
    {
        HeadDirection.Left => "to the left",
        HeadDirection.Right => "to the right",
        HeadDirection.Up => "up",
        _ => "down",
    };
}
