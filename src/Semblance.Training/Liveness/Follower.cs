using Semblance.Liveness;
using Semblance.Training.Data;

namespace Semblance.Training.Liveness;

/// <summary>
/// A head that does what it is told: it begins some time after each prompt, turns at a steady speed a little farther than it must, and sways meanwhile. A person, or whoever steers a picture.
/// Simulated: amounts are plausible, nobody's were measured.
/// </summary>
/// <param name="random">Draws the amounts.</param>
/// <param name="reaction">Least and most seconds from a prompt's sending to the begin of the movement.</param>
/// <param name="speed">Least and most degrees a second.</param>
/// <param name="aside">How far it turns left and right on average, in degrees.</param>
/// <param name="upOrDown">The same up and down.</param>
internal sealed class Follower(Random random, (double Least, double Most) reaction, (double Least, double Most) speed, double aside, double upOrDown)
{
    // Degrees by which turns differ, and by which heads sway.
    private const double Spread = 4, Sway = 1;

    private readonly double _phase = 2 * Math.PI * random.NextDouble();
    private (HeadDirection? Wanted, int Step, int Restarts)? _asked;
    private double _begins, _speed, _toYaw, _toPitch, _yaw, _pitch, _last;

    /// <summary>Somebody who follows at once: reads an arrow, and turns the head as people do who are in no hurry.</summary>
    public static Follower Person(Random random) => new(random, (0.5, 0.9), (40, 90), 28, 20);

    /// <summary>Whoever steers a picture with the prompts before them, or has a program do it; by as much as the pose that is read of bent photos needs.</summary>
    public static Follower Program(Random random) => new(random, (0.3, 0.5), (60, 110), 30, 33);

    /// <summary>Where the head points at a time, having seen what is asked for.</summary>
    public (double Yaw, double Pitch) Move(HeadDirection? wanted, int step, int restarts, double time)
    {
        if (_asked != (wanted, step, restarts))
        {
            _asked = (wanted, step, restarts);
            (_begins, _speed) = (time + Between(reaction), Between(speed));
        }
        if (time >= _begins)
            (_toYaw, _toPitch, _begins) = (Target(wanted).Yaw, Target(wanted).Pitch, double.MaxValue);
        double move = _speed * (time - _last);
        (_yaw, _pitch, _last) = (_yaw + Math.Clamp(_toYaw - _yaw, -move, move), _pitch + Math.Clamp(_toPitch - _pitch, -move, move), time);
        return (_yaw + Sway * Math.Sin(2.1 * time + _phase), _pitch + Sway * Math.Sin(1.7 * time + 2 * _phase));
    }

    private (double Yaw, double Pitch) Target(HeadDirection? wanted)
    {
        double right = aside + Spread * random.NextNormal() / 2, up = upOrDown + Spread * random.NextNormal() / 2;
        return wanted switch
        {
            HeadDirection.Left => (right, 0),
            HeadDirection.Right => (-right, 0),
            HeadDirection.Up => (0, up),
            HeadDirection.Down => (0, -up),
            _ => (0, 0),
        };
    }

    private double Between((double Least, double Most) range) => range.Least + (range.Most - range.Least) * random.NextDouble();
}
