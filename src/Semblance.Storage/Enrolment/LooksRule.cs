namespace Semblance.Storage.Enrolment;

/// <summary>What can be said of the faces of an enrolment without looking at anybody else. Thread-safe.</summary>
internal sealed class LooksRule(ModelPack pack, int? length)
{
    /// <summary>Why faces cannot be taken, whoever they belong to; null where they can.</summary>
    public EnrolmentOutcome.Refused? Refuse(EnrolmentRequest request)
    {
        if (request.Faces.Count > Enroller.MostFaces)
            return new EnrolmentOutcome.TooManyFaces(request.Faces.Count);
        if (RefusePacks(request) is { } otherPack)
            return otherPack;
        if (RefuseEmbeddings(request) is { } unusable)
            return unusable;
        if (request.Origin is FaceOrigin.Live { Liveness: { Policy.IsOn: true } seen } && seen.Verdict != LivenessVerdict.Live)
            return new EnrolmentOutcome.NotLive(seen.Verdict == LivenessVerdict.Spoof, seen.Reasons);
        if (request.Origin is FaceOrigin.Stored)
            return null;
        var problems = request.Faces.SelectMany(face => pack.Quality.Enrolment.Refuse(face.Quality)).Distinct().ToList();
        if (problems.Count > 0)
            return new EnrolmentOutcome.PoorQuality(problems);
        var best = request.Faces.MaxBy(face => face.Quality.Rank())!;
        double threshold = pack.ThresholdFor(request.Fmr).Score;
        return request.Faces.All(face => pack.Comparator.Reaches(pack.Comparator.Compare(best.Embedding, face.Embedding), threshold))
            ? null
            : new EnrolmentOutcome.DifferentPeople("The faces are not all of one person: enrol one person at a time.");
    }

    /// <summary>Why faces cannot be given to somebody who is enrolled; null where they can.</summary>
    /// <param name="request">The request.</param>
    /// <param name="own">The person's own template of the running pack; null where that pack never read them.</param>
    /// <param name="isReplaced">Whether the faces replace what there is. Then none of the running pack is needed: that is how people go on after a change of packs.</param>
    public EnrolmentOutcome.DifferentPeople? RefuseStranger(EnrolmentRequest request, Template? own, bool isReplaced)
    {
        if (request.AllowDuplicate || request.Origin is FaceOrigin.Stored)
            return null;
        if (own is null)
        {
            return isReplaced
                ? null
                : new EnrolmentOutcome.DifferentPeople("No face of this person was read by the running pack, so nothing shows whose these are: an administrator may allow it.") { MayBeAllowed = true };
        }
        double threshold = pack.ThresholdFor(request.Fmr).Score;
        return request.Faces.All(face => pack.Comparator.Reaches(own.Score(pack.Comparator, face.Embedding), threshold))
            ? null
            : new EnrolmentOutcome.DifferentPeople("This is not the face of the person who is enrolled.") { MayBeAllowed = true };
    }

    // What one pack made has one length; the running pack's is known.
    private EnrolmentOutcome.UnusableFaces? RefuseEmbeddings(EnrolmentRequest request)
    {
        foreach (var made in request.Faces.Select(face => face.Embedding).GroupBy(embedding => embedding.ModelId))
        {
            int expected = made.Key == pack.Id && length is { } known ? known : made.First().Values.Length;
            if (made.FirstOrDefault(embedding => embedding.Values.Length != expected) is { } other)
                return new EnrolmentOutcome.UnusableFaces($"A face has an embedding of {other.Values.Length} numbers; those of the pack {made.Key} have {expected}.");
        }
        return null;
    }

    private EnrolmentOutcome.OtherPack? RefusePacks(EnrolmentRequest request)
    {
        var others = request.Faces.Select(face => face.Embedding.ModelId).Where(id => id != pack.Id).Distinct().ToList();
        bool isEnough = request.Origin is FaceOrigin.Stored ? request.AllowDuplicate || request.Faces.Any(face => face.Embedding.ModelId == pack.Id) : others.Count == 0;
        return isEnough ? null : new EnrolmentOutcome.OtherPack(others, pack.Id);
    }
}
