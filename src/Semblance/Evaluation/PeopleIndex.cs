namespace Semblance.Evaluation;

/// <summary>Who belongs to which family, and which subjects are one person under two names. Families are numbered from 0.</summary>
internal sealed class PeopleIndex
{
    private readonly int[] _family;
    private readonly HashSet<(int, int)> _same;

    /// <exception cref="ArgumentException">A subject in two families, or a number that is missing.</exception>
    public PeopleIndex(IReadOnlyList<LabelledFace> faces, IReadOnlyCollection<(int A, int B)> samePerson)
    {
        Subjects = faces.Count == 0 ? 0 : faces.Max(face => face.Subject) + 1;
        var families = new int[Subjects];
        Array.Fill(families, -1);
        foreach (var face in faces)
        {
            if (face.Subject < 0 || face.Family < 0 || families[face.Subject] >= 0 && families[face.Subject] != face.Family)
                throw new ArgumentException($"Subject {face.Subject} is in two families, or has a number below 0.", nameof(faces));
            families[face.Subject] = face.Family;
        }
        if (Array.IndexOf(families, -1) is >= 0 and var missing)
            throw new ArgumentException($"Subjects are numbered from 0 without gaps; {missing} has no face.", nameof(faces));

        _same = [.. samePerson.Where(pair => pair.A != pair.B).Select(pair => (Math.Min(pair.A, pair.B), Math.Max(pair.A, pair.B)))];
        foreach (var (a, b) in _same)
        {
            int from = families[b], to = families[a];
            for (int subject = 0; subject < Subjects; subject++)
            {
                if (families[subject] == from)
                    families[subject] = to;
            }
        }
        var numbers = new Dictionary<int, int>();
        foreach (int family in families)
            numbers.TryAdd(family, numbers.Count);
        _family = Array.ConvertAll(families, family => numbers[family]);
        Families = numbers.Count;
    }

    public int Subjects { get; }

    public int Families { get; }

    public IEnumerable<(int A, int B)> SamePairs => _same;

    public int FamilyOf(int subject) => _family[subject];

    public bool AreSame(int a, int b) => _same.Count > 0 && _same.Contains((Math.Min(a, b), Math.Max(a, b)));
}
