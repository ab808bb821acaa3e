namespace Semblance.Server.Problems;

/// <summary>There is more work than this machine can do in time: the caller should come back later (503).</summary>
internal sealed class OverloadedException() : Exception("The service has more to do than it can: try again in a moment.");
