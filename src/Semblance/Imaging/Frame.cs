namespace Semblance;

/// <summary>One picture of a stream.</summary>
/// <param name="Index">Counts from 0 in the order of the source.</param>
/// <param name="Time">Time since the stream's start, as the source gives it (capture time of a camera, presentation time of a file).</param>
/// <param name="Photo">The pixels.</param>
/// <param name="Name">The file it came from, where each frame has one; otherwise the source's name.</param>
public sealed record Frame(int Index, TimeSpan Time, Photo Photo, string Name);
