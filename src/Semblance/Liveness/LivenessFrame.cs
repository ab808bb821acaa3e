namespace Semblance.Liveness;

/// <summary>A frame as the checks see it.</summary>
/// <param name="Photo">The whole picture.</param>
/// <param name="Time">When it was taken, from the start of the stream; grows from frame to frame.</param>
/// <param name="Face">The one person before the camera; null where there is nobody or several.</param>
/// <param name="Embedding">Of that face, where it could be read well enough; otherwise null.</param>
/// <param name="IsLit">Whether the screen lights it in colours.</param>
internal sealed record LivenessFrame(Photo Photo, TimeSpan Time, Face? Face, Embedding? Embedding = null, bool IsLit = false);
