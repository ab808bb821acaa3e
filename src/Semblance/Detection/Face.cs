namespace Semblance;

/// <summary>A point in pixels; (0, 0) is the centre of the top left pixel.</summary>
public readonly record struct Point(float X, float Y);

/// <summary>An upright rectangle in pixels. It may reach over the photo's edge.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, over 0.</param>
/// <param name="Height">Height, over 0.</param>
public readonly record struct Box(float X, float Y, float Width, float Height)
{
    /// <summary>Width x height.</summary>
    public float Area => Width * Height;

    /// <summary>The shorter side.</summary>
    public float ShorterSide => Math.Min(Width, Height);

    /// <summary>The middle of the box.</summary>
    public Point Centre => new(X + Width / 2, Y + Height / 2);

    /// <summary>Intersection over union with another box, 0 (apart) to 1 (equal).</summary>
    public float Overlap(Box other)
    {
        float width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        float height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0)
            return 0;
        float both = width * height;
        return both / (Area + other.Area - both);
    }
}

/// <summary>Five landmarks as the camera sees them: the right eye stands on the left of the picture.</summary>
public sealed record Landmarks(Point RightEye, Point LeftEye, Point NoseTip, Point RightMouthCorner, Point LeftMouthCorner)
{
    /// <summary>The five points in the order of the constructor.</summary>
    public IReadOnlyList<Point> ToList() => [RightEye, LeftEye, NoseTip, RightMouthCorner, LeftMouthCorner];
}

/// <summary>A face found in a photo.</summary>
/// <param name="Box">Where it is.</param>
/// <param name="Score">How sure the detector is; its scale is the detector's own.</param>
/// <param name="Landmarks">The five landmarks, where the detector gives them.</param>
public sealed record Face(Box Box, float Score, Landmarks? Landmarks = null);
