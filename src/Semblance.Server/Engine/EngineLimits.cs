namespace Semblance.Server.Engine;

/// <summary>How much is read at once.</summary>
/// <param name="Pixels">The largest photo, in pixels.</param>
/// <param name="Workers">Photos that are read at once; 0: as many as there are processors.</param>
/// <param name="Queue">Photos that may wait for that; 0: eight for each worker.</param>
internal sealed record EngineLimits(long Pixels, int Workers, int Queue);
