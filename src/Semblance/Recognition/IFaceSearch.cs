namespace Semblance.Recognition;

/// <summary>People who can be looked through by a face.</summary>
internal interface IFaceSearch
{
    /// <summary>How many people there are.</summary>
    int Count { get; }

    /// <summary>Who resembles a face most, the most alike first.</summary>
    /// <param name="face">The face.</param>
    /// <param name="most">How many at most, at least 1.</param>
    IReadOnlyList<IndexHit> Search(Embedding face, int most);

    /// <summary>The score of one person; null where they are not there.</summary>
    double? Score(Guid person, Embedding face);
}

/// <summary>A few people, looked through one by one: for packs that compare by distance, which no index serves.</summary>
/// <param name="comparator">The pack's comparator.</param>
/// <param name="people">The people.</param>
internal sealed class TemplateSearch(Comparator comparator, IReadOnlyDictionary<Guid, Template> people) : IFaceSearch
{
    public int Count => people.Count;

    public IReadOnlyList<IndexHit> Search(Embedding face, int most) =>
        [.. people.Select(person => new IndexHit(person.Key, person.Value.Score(comparator, face))).OrderByDescending(hit => comparator.ToSimilarity(hit.Score)).Take(most)];

    public double? Score(Guid person, Embedding face) => people.TryGetValue(person, out var template) ? template.Score(comparator, face) : null;
}
