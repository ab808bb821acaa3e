using Semblance.Storage;

namespace Semblance.Server.Throttling;

/// <summary>What an attempt came to.</summary>
internal enum AttemptEnd
{
    /// <summary>It counts for nothing: no face was judged, or it was the service that gave up.</summary>
    Free,

    /// <summary>Failures before it are forgotten.</summary>
    Succeeded,

    /// <summary>A failure of who was claimed, and of nobody else.</summary>
    FailedClaim,

    /// <summary>A failure of who was claimed, and of the place.</summary>
    Failed,
}

/// <summary>An attempt that was counted before it is made. Disposed without having been settled, it counts for nothing. Used by one caller at a time.</summary>
internal sealed class Attempt(IAttemptLog log, OwedReleases owed, PlacePauses places, AttemptReservation? ofClaim, PlaceReservation? ofPlace, TimeProvider time) : IAsyncDisposable
{
    private bool _settled;

    /// <summary>Says what came of it, once; it is on disk when the task ends.</summary>
    public async Task SettleAsync(AttemptEnd end, CancellationToken cancellation = default)
    {
        if (_settled)
            return;
        await (ofClaim is null ? Task.CompletedTask : end switch
        {
            AttemptEnd.Succeeded => log.ClearAsync(ofClaim.Subject, cancellation),
            AttemptEnd.Free => log.ReleaseAsync(ofClaim, cancellation),
            _ => log.FailAsync(ofClaim, time.GetUtcNow(), cancellation),
        });
        _settled = true;
        if (ofPlace is null)
            return;
        if (end == AttemptEnd.Failed)
            places.Fail(ofPlace, time.GetUtcNow());
        else if (end == AttemptEnd.Succeeded)
            places.Clear(ofPlace.Place);
        else
            places.Release(ofPlace);
    }

    /// <summary>Takes an attempt back that was not settled. Where the store does not answer, that is done as soon as it does again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_settled)
            return;
        _settled = true;
        if (ofPlace is not null)
            places.Release(ofPlace);
        if (ofClaim is not null)
            await owed.ReleaseAsync(ofClaim);
    }
}
