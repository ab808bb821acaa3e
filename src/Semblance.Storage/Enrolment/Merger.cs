namespace Semblance.Storage.Enrolment;

/// <summary>
/// Makes one person of two who are the same: faces, photos, consent and history become the one's, and the other is gone, in one atomic step. Of two consents the stricter holds: photos are
/// kept where both allow it, and the end that comes first is the end. Thread-safe.
/// </summary>
/// <param name="store">Where people are stored.</param>
/// <param name="pack">The running pack: by it the two must be alike.</param>
public sealed class Merger(IStore store, ModelPack pack)
{
    /// <summary>Merges two people, or says why not.</summary>
    /// <param name="keep">Who stays, with id and name.</param>
    /// <param name="other">Whose faces become theirs.</param>
    /// <param name="actor">Who asks, for the audit log.</param>
    /// <param name="evenIfNotAlike">Merge them although nothing shows that they are the same.</param>
    /// <param name="fmr">The false match rate at which they must be alike; null: the pack's default.</param>
    /// <param name="cancellation">Gives up before it is begun.</param>
    /// <exception cref="PackException">The pack's calibration does not carry the false match rate.</exception>
    /// <exception cref="StoreException">The store cannot be read or written.</exception>
    public Task<MergeOutcome> MergeAsync(Guid keep, Guid other, EnrolmentActor actor, bool evenIfNotAlike = false, double? fmr = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        double threshold = pack.ThresholdFor(fmr).Score;
        return store.Gallery.ExclusiveAsync<MergeOutcome>(
            gallery =>
            {
                if (Refuse(gallery, keep, other, threshold, evenIfNotAlike) is { } refused)
                    return refused;
                var merged = gallery.Merge(keep, other);
                gallery.Note(new AuditEvent(
                    "person.merged", actor.Name, keep, Detail: $"{other} became part of {keep}{(evenIfNotAlike ? ", whether alike or not" : "")}.", Session: actor.Session, Address: actor.Address));
                return new MergeOutcome.Merged(merged);
            },
            cancellation);
    }

    private MergeOutcome.Refused? Refuse(IExclusiveGallery gallery, Guid keep, Guid other, double threshold, bool evenIfNotAlike)
    {
        if (keep == other)
            return new MergeOutcome.SamePerson();
        if (gallery.Find(keep) is not { } first)
            return new MergeOutcome.PersonNotFound(keep);
        if (gallery.Find(other) is not { } second)
            return new MergeOutcome.PersonNotFound(other);
        if (first.Faces.Count + second.Faces.Count is var together && together > Enroller.MostFaces)
            return new MergeOutcome.TooManyFaces(together);
        return evenIfNotAlike ? null : RefuseStrangers(gallery.Template(keep, pack.Id), gallery.Template(other, pack.Id), threshold);
    }

    private MergeOutcome.NotAlike? RefuseStrangers(Template? first, Template? second, double threshold)
    {
        if (first is null || second is null)
            return new MergeOutcome.NotAlike("One of the two has no face that the running pack read, so nothing shows that they are the same.");
        double score = second.Embeddings.Average(face => first.Score(pack.Comparator, face));
        return pack.Comparator.Reaches(score, threshold) ? null : new MergeOutcome.NotAlike("The faces of the two are not alike enough to be one person's.");
    }
}
