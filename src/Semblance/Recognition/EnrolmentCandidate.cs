namespace Semblance;

/// <summary>A face that may be stored.</summary>
/// <param name="Source">The file or stream it came from.</param>
/// <param name="Frame">Its frame, from 0.</param>
/// <param name="Seconds">Its time in the source.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="Embedding">Its embedding.</param>
/// <param name="Photo">Its picture as JPEG, where it may be kept; otherwise null.</param>
public sealed record EnrolmentCandidate(string Source, int Frame, double Seconds, FaceQuality Quality, Embedding Embedding, byte[]? Photo = null);
