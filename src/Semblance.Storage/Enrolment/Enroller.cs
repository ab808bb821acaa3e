using Semblance.Recognition;
using Semblance.Storage.Search;

namespace Semblance.Storage.Enrolment;

/// <summary>
/// May this face be stored under this name? The one rule, for every surface: all looks show one person, and the person who is enrolled; that person was seen live, unless
/// photos were given on purpose; the looks are good enough; and nobody else has the face. The last look at the gallery and the writing are one atomic step across threads, processes
/// and machines, so of several enrolments of one face under several names one is stored. Safe for several threads.
/// </summary>
/// <param name="store">Where people are stored.</param>
/// <param name="pack">The running pack: all faces are compared with it.</param>
/// <param name="index">The gallery's templates of this pack; not disposed here.</param>
public sealed class Enroller(IStore store, ModelPack pack, GalleryIndex index)
{
    /// <summary>The most faces of a person.</summary>
    public const int MostFaces = 50;

    /// <summary>The most look-alikes that are told.</summary>
    public const int MostLookAlikes = FaceIdentifier.Candidates;

    private readonly SameFaceSearch _search = new(pack);
    private readonly LooksRule _looks = new(pack, index.Length);

    /// <summary>Stores the faces, or says why not. Stored or refused, the audit log says so in the same step, where it concerns who somebody is.</summary>
    /// <exception cref="ArgumentException">There is no face.</exception>
    /// <exception cref="PackException">The pack's calibration does not carry the false match rate that is asked for.</exception>
    /// <exception cref="StoreException">The store cannot be read or written.</exception>
    public async Task<EnrolmentOutcome> EnrolAsync(EnrolmentRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Faces is not { Count: > 0 })
            throw new ArgumentException("An enrolment has at least one face.", nameof(request));
        if (_looks.Refuse(request) is { } refused)
        {
            if (EnrolmentAudit.Of(request, refused) is { } entry)
                await store.Audit.AppendAsync(entry, cancellation).ConfigureAwait(false);
            return refused;
        }
        // The long way outside the lock; inside, what changed since.
        if (CanSearch)
            await index.RefreshAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await store.Gallery.ExclusiveAsync(
                gallery =>
                {
                    var outcome = Enrol(request, gallery);
                    if (EnrolmentAudit.Of(request, outcome) is { } entry)
                        gallery.Note(entry);
                    return outcome;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (NameTakenException e)
        {
            return new EnrolmentOutcome.NameTaken(e.Name);
        }
        catch (IdempotencyException)
        {
            return new EnrolmentOutcome.KeyReused();
        }
    }

    private bool CanSearch => pack.Comparator == Comparator.Cosine;

    private EnrolmentOutcome Enrol(EnrolmentRequest request, IExclusiveGallery gallery)
    {
        Guid? self = request.Who switch
        {
            Enrollee.Further further => further.Id,
            Enrollee.Replaced replaced => replaced.Id,
            _ => null,
        };
        if (request.Idempotency is { } key && gallery.Repeated(key, self) is { } earlier)
            return new EnrolmentOutcome.Enrolled(earlier, []) { Replayed = true };
        if (RefuseWho(request, gallery) is { } refused)
            return refused;
        var looks = LooksOf(request);
        bool isSearched = CanSearch && looks.Count > 0;
        var (same, alike) = isSearched ? _search.Find(index.CatchUp(gallery), looks, self) : ([], []);
        if (same.Count > 0 && !request.AllowDuplicate)
            return new EnrolmentOutcome.FaceOfSomebodyElse(Require(gallery, same[0]));
        var person = Write(request, gallery);
        var lookAlikes = same.Concat(alike).Select(id => Require(gallery, id)).Select(known => new LookAlike(known.Id, known.Name));
        return new EnrolmentOutcome.Enrolled(person, [.. lookAlikes]) { IsSearched = isSearched };
    }

    // Whether the name is free, or the person is there and the faces are theirs.
    private EnrolmentOutcome? RefuseWho(EnrolmentRequest request, IExclusiveGallery gallery)
    {
        switch (request.Who)
        {
            case Enrollee.Newcomer newcomer:
                return gallery.Find(newcomer.Name) is null ? null : new EnrolmentOutcome.NameTaken(newcomer.Name);
            case Enrollee.Further further:
                if (gallery.Find(further.Id) is not { } person)
                    return new EnrolmentOutcome.PersonNotFound(further.Id);
                return person.Faces.Count + request.Faces.Count > MostFaces
                    ? new EnrolmentOutcome.TooManyFaces(person.Faces.Count)
                    : _looks.RefuseStranger(request, gallery.Template(further.Id, pack.Id), isReplaced: false);
            case Enrollee.Replaced replaced:
                return gallery.Find(replaced.Id) is null
                    ? new EnrolmentOutcome.PersonNotFound(replaced.Id)
                    : _looks.RefuseStranger(request, gallery.Template(replaced.Id, pack.Id), isReplaced: true);
            default:
                throw new InvalidOperationException("An enrolment is of a newcomer, or adds or replaces faces.");
        }
    }

    private List<Embedding> LooksOf(EnrolmentRequest request) => [.. request.Faces.Select(face => face.Embedding).Where(embedding => embedding.ModelId == pack.Id)];

    private static Person Require(IExclusiveGallery gallery, Guid id) => gallery.Find(id) ?? throw new StoreException($"The person {id} is in the index and not in the gallery.");

    private static Person Write(EnrolmentRequest request, IExclusiveGallery gallery)
    {
        switch (request.Who)
        {
            case Enrollee.Newcomer newcomer:
                return gallery.Add(new NewPerson(newcomer.Name, newcomer.Consent, request.Faces), request.Idempotency);
            case Enrollee.Further further:
                return gallery.AddFaces(further.Id, request.Faces, request.Idempotency);
            default:
                var replaced = (Enrollee.Replaced)request.Who;
                if (replaced.Consent is { } consent)
                    gallery.SetConsent(replaced.Id, consent);
                return gallery.ReplaceFaces(replaced.Id, request.Faces);
        }
    }
}
