namespace Semblance.Training.Motion;

/// <summary>Where something held in a hand is: offsets in shares of its own width, angles in radians.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
/// <param name="Away">Away from the camera, as a share of the distance.</param>
/// <param name="Roll">Turned in the picture's plane, clockwise.</param>
/// <param name="Yaw">Its right edge away from the camera.</param>
/// <param name="Pitch">Its lower edge away from the camera.</param>
internal readonly record struct HandPose(double X, double Y, double Away, double Roll, double Yaw, double Pitch);

/// <summary>
/// A path as a hand moves something: each coordinate a sum of slow waves (0.1 to 0.9 Hz), a tremor of 4 to 8 Hz (the range of physiological hand tremor with a weight held) and jitter from
/// frame to frame. The amounts are drawn once for a path.
/// </summary>
internal sealed class HandPath
{
    private readonly Wave[][] _waves;

    /// <summary>Draws a path.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="shift">How far it is moved sideways at most, as a share of the thing's width.</param>
    /// <param name="tilt">How far it is tilted out of the picture's plane at most, in degrees.</param>
    /// <param name="tremor">How strong the tremor is, as a share of the width.</param>
    public HandPath(Random random, double shift, double tilt, double tremor)
    {
        double radians = tilt * Math.PI / 180;
        _waves =
        [
            Waves(random, shift, tremor), Waves(random, 0.7 * shift, tremor), Waves(random, 0.5 * shift, 0.3 * tremor),
            Waves(random, 0.5 * radians, 0.7 * tremor), Waves(random, radians, tremor), Waves(random, radians, tremor),
        ];
    }

    /// <summary>Where it is at a time, in seconds.</summary>
    public HandPose At(double time) => new(Sum(0, time), Sum(1, time), Sum(2, time), Sum(3, time), Sum(4, time), Sum(5, time));

    private static Wave[] Waves(Random random, double most, double tremor)
    {
        var waves = new List<Wave>();
        for (int i = 0; i < 4; i++)
            waves.Add(new Wave(most * (0.15 + 0.35 * random.NextDouble()), 0.1 + 0.8 * random.NextDouble(), 2 * Math.PI * random.NextDouble()));
        for (int i = 0; i < 2; i++)
            waves.Add(new Wave(tremor * (0.3 + 0.7 * random.NextDouble()), 4 + 4 * random.NextDouble(), 2 * Math.PI * random.NextDouble()));
        // Jitter: a wave too fast to be followed at 30 frames a second.
        waves.Add(new Wave(0.2 * tremor, 47 + 20 * random.NextDouble(), 2 * Math.PI * random.NextDouble()));
        return [.. waves];
    }

    private double Sum(int coordinate, double time) => _waves[coordinate].Sum(wave => wave.Amplitude * Math.Sin(2 * Math.PI * wave.Hertz * time + wave.Phase));

    private readonly record struct Wave(double Amplitude, double Hertz, double Phase);
}
