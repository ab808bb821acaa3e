namespace Semblance.Detection;

/// <summary>Places in photos that were turned.</summary>
internal static class TurnedBoxes
{
    /// <summary>Where a place of a turned photo lies in the photo as it was.</summary>
    /// <param name="box">The place in the turned photo.</param>
    /// <param name="turned">The turned photo.</param>
    /// <param name="degrees">By how much it was turned, clockwise: 0, 90, 180 or 270.</param>
    public static Box TurnBack(this Box box, Photo turned, int degrees) => degrees switch
    {
        90 => new Box(box.Y, turned.Width - box.X - box.Width, box.Height, box.Width),
        180 => new Box(turned.Width - box.X - box.Width, turned.Height - box.Y - box.Height, box.Width, box.Height),
        270 => new Box(turned.Height - box.Y - box.Height, box.X, box.Height, box.Width),
        _ => box,
    };
}
