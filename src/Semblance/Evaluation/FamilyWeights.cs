namespace Semblance.Evaluation;

/// <summary>How many impostor comparisons there are when families occur several times or never.</summary>
internal interface IFamilyWeights
{
    double Total(ReadOnlySpan<int> times);
}

/// <summary>
/// For every face against every other: in closed form, for the pairs are too many to go through in each resample. Between families a
/// and b there are n_a n_b comparisons, inside a family those between its different people:
/// <c>((sum t n)^2 - sum (t n)^2) / 2 + sum t p</c>.
/// </summary>
internal sealed class AllPairsWeights : IFamilyWeights
{
    private readonly long[] _faces;
    private readonly long[] _insidePairs;

    public AllPairsWeights(IReadOnlyList<LabelledFace> faces, PeopleIndex people, bool failuresToo = false)
    {
        _faces = new long[people.Families];
        _insidePairs = new long[people.Families];
        var ofSubject = new long[people.Subjects];
        foreach (var face in faces.Where(face => failuresToo || face.Embedding is not null))
            ofSubject[face.Subject]++;
        for (int subject = 0; subject < ofSubject.Length; subject++)
        {
            int family = people.FamilyOf(subject);
            _insidePairs[family] += _faces[family] * ofSubject[subject];
            _faces[family] += ofSubject[subject];
        }
        foreach (var (a, b) in people.SamePairs)
            _insidePairs[people.FamilyOf(a)] -= ofSubject[a] * ofSubject[b];
    }

    public double Total(ReadOnlySpan<int> times)
    {
        double sum = 0, squares = 0, inside = 0;
        for (int family = 0; family < times.Length; family++)
        {
            double faces = (double)times[family] * _faces[family];
            sum += faces;
            squares += faces * faces;
            inside += (double)times[family] * _insidePairs[family];
        }
        return (sum * sum - squares) / 2 + inside;
    }
}

/// <summary>For listed pairs: how often each pair of families was compared.</summary>
internal sealed class ListedWeights(IReadOnlyList<(int A, int B, int Count)> counts) : IFamilyWeights
{
    private readonly (int A, int B, int Count)[] _counts = [.. counts];

    public double Total(ReadOnlySpan<int> times)
    {
        double total = 0;
        foreach (var (a, b, count) in _counts)
            total += (a == b ? times[a] : (double)times[a] * times[b]) * count;
        return total;
    }
}
