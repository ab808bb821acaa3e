using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>
/// Whether somebody may still have what they asked for when it is about to be given: keys are revoked and links taken back while a session runs, and a link for one thing gives one, however many
/// sessions were begun with it. Safe for several threads.
/// </summary>
internal sealed class Permits(IStore store, TimeProvider time)
{
    /// <summary>Whether the caller's key and link still hold.</summary>
    /// <exception cref="StoreException">The store does not answer: then nothing is to be given.</exception>
    public async Task<bool> HoldsAsync(Caller caller, CancellationToken cancellation)
    {
        if (caller.Grant is { IsOver: true })
            return false;
        if (caller.KeyId is not { } id)
            return true;
        var key = (await store.Keys.ListAsync(cancellation)).FirstOrDefault(key => key.Id == id);
        return key is { Revoked: null } && !(key.Expires <= time.GetUtcNow());
    }

    /// <summary>Asks for the one thing that is about to be given, or stored. Null where key or link do not hold any more, or the link gives its one thing to another session.</summary>
    /// <exception cref="StoreException">The store does not answer: then nothing is to be given.</exception>
    public async Task<Permit?> TakeAsync(Caller caller, CancellationToken cancellation) =>
        await HoldsAsync(caller, cancellation) && caller.Grant?.TryTake() != false ? new Permit(caller.Grant) : null;
}

/// <summary>Leave to give or store one thing. Disposed without having been used, it costs nothing.</summary>
internal sealed class Permit(Grant? grant) : IDisposable
{
    private bool _used;

    /// <summary>Says that the thing was given or stored.</summary>
    public void Use()
    {
        _used = true;
        if (grant is { IsForOneThing: true })
            grant.End();
    }

    public void Dispose()
    {
        if (!_used)
            grant?.GiveBack();
    }
}
