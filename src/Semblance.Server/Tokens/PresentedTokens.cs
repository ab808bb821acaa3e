using Semblance.Storage;

namespace Semblance.Server.Tokens;

/// <summary>Tells a first presentation of a signed answer or code from a repeated one, across restarts and nodes. Safe for several threads.</summary>
internal sealed class PresentedTokens(IStore store)
{
    /// <summary>Remembers an id. False where it was presented before, or has ended.</summary>
    /// <param name="id">The id.</param>
    /// <param name="expires">Until when it can be presented.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StoreException">The store does not answer: then it is not to be taken.</exception>
    public Task<bool> TryPresentAsync(string id, DateTimeOffset expires, CancellationToken cancellation = default) => store.SingleUse.TryUseAsync(id, expires, cancellation);
}
