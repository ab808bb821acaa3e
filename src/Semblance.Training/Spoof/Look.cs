namespace Semblance.Training.Spoof;

/// <summary>How a stored face is looked at. The tight and the wide crop of one sample share it.</summary>
/// <param name="Scale">Over 1: the face is smaller in the crop.</param>
/// <param name="ShiftX">In crop widths.</param>
/// <param name="ShiftY">In crop heights.</param>
/// <param name="Angle">Radians.</param>
/// <param name="Mirrored">Left and right exchanged.</param>
internal sealed record Look(double Scale, double ShiftX, double ShiftY, double Angle, bool Mirrored)
{
    // As far as our landmarks err, and as heads are held.
    private const double MostShift = 0.07, MostAngle = 0.15, MostScale = 0.14;

    /// <summary>By chance.</summary>
    public static Look Draw(Random random) => new(
        Math.Exp(random.Between(-MostScale, MostScale)), random.Between(-MostShift, MostShift), random.Between(-MostShift, MostShift), random.Between(-MostAngle, MostAngle), random.Happens(0.5));

    /// <summary>The same in a crop that is so many times as wide.</summary>
    public Look Within(double factor) => this with { ShiftX = ShiftX / factor, ShiftY = ShiftY / factor };
}
