namespace Semblance.Storage;

/// <summary>What may happen once, whatever restarts and however many nodes there are: that a signed answer is presented, that a code is exchanged. Only keyed hashes are stored.</summary>
public interface ISingleUse
{
    /// <summary>Uses something up. Of several that try at once one succeeds.</summary>
    /// <param name="what">What it is; 1 to 400 characters.</param>
    /// <param name="until">Until when it can be used. It is remembered for a minute longer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False where it was used before, or has ended.</returns>
    Task<bool> TryUseAsync(string what, DateTimeOffset until, CancellationToken cancellation = default);
}
