using System.Numerics.Tensors;
using Semblance.Recognition;

namespace Semblance.Storage.Enrolment;

/// <summary>
/// Who else has a face, and whom it merely resembles. The rate stands for the whole gallery: one newcomer in a hundred may be taken for somebody who is enrolled, so each of
/// N comparisons spends 1 % / N (decision 16). Where the calibration does not reach that far, the strictest threshold of the pack serves: more newcomers are refused by mistake then, and
/// fewer twins slip through. A look-alike reaches the threshold of ten times that rate.
/// </summary>
internal sealed class SameFaceSearch(ModelPack pack)
{
    private const double LookAlikeRate = 10;
    private const double MostLax = 0.5;

    /// <summary>Looks through everybody but the person themself.</summary>
    /// <returns>Who has the face, and who resembles it; the most alike first, each by the mean score of all looks against all of theirs.</returns>
    public (IReadOnlyList<Guid> Same, IReadOnlyList<Guid> Alike) Find(EmbeddingIndex index, IReadOnlyList<Embedding> looks, Guid? self)
    {
        int others = index.Count - (self is { } own && index.Contains(own) ? 1 : 0);
        if (others == 0)
            return ([], []);
        var same = pack.CreateIdentifier(FaceIdentifier.DefaultFpir, others).Threshold ?? pack.Strictest();
        double alike = same.Fmr is { } rate ? pack.ThresholdFor(Math.Min(MostLax, LookAlikeRate * rate)).Score : same.Score;
        var found = index.Search(MeanOf(looks), Enroller.MostLookAlikes + 1).Where(hit => hit.Person != self)
            .Select(hit => (hit.Person, Score: looks.Average(look => index.Score(hit.Person, look) ?? -1)))
            .OrderByDescending(hit => hit.Score).Take(Enroller.MostLookAlikes).ToList();
        return (
            [.. found.Where(hit => hit.Score >= same.Score).Select(hit => hit.Person)],
            [.. found.Where(hit => hit.Score >= alike && hit.Score < same.Score).Select(hit => hit.Person)]);
    }

    // The mean score of all looks is the score of their mean, up to its length: it leads to the same people in the same order.
    private static Embedding MeanOf(IReadOnlyList<Embedding> looks)
    {
        var mean = new float[looks[0].Values.Length];
        foreach (var look in looks)
        {
            float length = TensorPrimitives.Norm(look.Values);
            if (length > 0)
                TensorPrimitives.MultiplyAdd(look.Values, 1 / length, mean, mean);
        }
        return new Embedding(looks[0].ModelId, mean);
    }
}
