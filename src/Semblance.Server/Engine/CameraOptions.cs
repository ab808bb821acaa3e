namespace Semblance.Server.Engine;

/// <summary>The cameras that sessions look through.</summary>
internal sealed record CameraOptions
{
    /// <summary>How their pictures are turned: auto (by the face), or clockwise by 0, 90, 180 or 270 degrees.</summary>
    public string Rotate { get; init; } = "auto";
}
