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

    private readonly ConcurrentDictionary<(Guid Person, Guid? Key), Lazy<Task>> _noted = new();
    private readonly Lock _lock = new();
    private DateOnly _day;

    /// <summary>The picture of a person's best face, a JPEG; null where no photo was kept.</summary>
    public async Task<byte[]?> OfAsync(Person person, Caller caller, CancellationToken cancellation)
    {
        var face = person.Faces.Where(face => face.HasPhoto).MaxBy(face => face.Quality.Rank());
        if (face is null || await store.Gallery.PhotoAsync(person.Id, face.Id, cancellation) is not { } photo)
            return null;
        byte[] picture = await reader.CutFaceAsync(photo, Side, cancellation);
        await NoteAsync(person.Id, caller);
        return picture;
    }

    // Whoever asks gets no picture before the entry is on disk, also where somebody else's request writes it just now.
    private async Task NoteAsync(Guid person, Caller caller)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_lock)
        {
            if (_day != today)
                _noted.Clear();
            _day = today;
        }
        var who = (person, caller.KeyId);
        var entry = _noted.GetOrAdd(
            who, _ => new(() => store.Audit.AppendAsync(new AuditEvent("photo.shown", caller.Name, person, Detail: "thumbnail", Address: caller.Address), CancellationToken.None)));
        try
        {
            await entry.Value;
        }
        catch
        {
            _noted.TryRemove(KeyValuePair.Create(who, entry));
            throw;
        }
    }
}
