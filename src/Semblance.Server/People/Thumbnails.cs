using System.Collections.Concurrent;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.People;

/// <summary>
/// Small pictures of people for lists, cut out of kept photos when they are asked for and kept nowhere. What a list shows is noted in the audit log once a day for each person and key: an entry for
/// every look at a list would hide what else it says. Safe for several threads.
/// </summary>
internal sealed class Thumbnails(IStore store, FaceReader reader, TimeProvider time)
{
    private const int Side = 128;

    private readonly ConcurrentDictionary<(Guid Person, Guid? Key), bool> _noted = new();
    private readonly Lock _lock = new();
    private DateOnly _day;

    /// <summary>The picture of a person's best face, a JPEG; null where no photo was kept.</summary>
    public async Task<byte[]?> OfAsync(Person person, Caller caller, CancellationToken cancellation)
    {
        var face = person.Faces.Where(face => face.HasPhoto).MaxBy(face => face.Quality.Rank());
        if (face is null || await store.Gallery.PhotoAsync(person.Id, face.Id, cancellation) is not { } photo)
            return null;
        byte[] picture = await reader.CutFaceAsync(photo, Side, cancellation);
        if (IsNew(person.Id, caller.KeyId))
            await store.Audit.AppendAsync(new AuditEvent("photo.shown", caller.Name, person.Id, Detail: "thumbnail", Address: caller.Address), cancellation);
        return picture;
    }

    private bool IsNew(Guid person, Guid? key)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_lock)
        {
            if (_day != today)
                _noted.Clear();
            _day = today;
        }
        return _noted.TryAdd((person, key), true);
    }
}
