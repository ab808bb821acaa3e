namespace Semblance.Evaluation;

/// <summary>Numbers the people of a pair list; <see cref="PairList"/> says by what rule.</summary>
internal static class SubjectNumbers
{
    public static (Dictionary<string, int> ByPhoto, SubjectSource Source) Of(IReadOnlyList<ListedPair> pairs)
    {
        foreach (var (source, name) in new (SubjectSource, Func<string, string>)[] { (SubjectSource.Folder, FolderName), (SubjectSource.FileName, NameBeforeNumber) })
        {
            var numbers = Number(pairs, name);
            if (pairs.All(pair => pair.Same || numbers[pair.A] != numbers[pair.B]))
                return (numbers, source);
        }
        return (Number(pairs, photo => photo), SubjectSource.List);
    }

    private static Dictionary<string, int> Number(IReadOnlyList<ListedPair> pairs, Func<string, string> name)
    {
        var photos = pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct().ToArray();
        var parent = photos.Select(name).Distinct().ToDictionary(subject => subject, subject => subject);
        foreach (var pair in pairs.Where(pair => pair.Same))
            parent[Root(parent, name(pair.A))] = Root(parent, name(pair.B));
        var numbers = new Dictionary<string, int>();
        foreach (string photo in photos)
            numbers.TryAdd(Root(parent, name(photo)), numbers.Count);
        return photos.ToDictionary(photo => photo, photo => numbers[Root(parent, name(photo))]);
    }

    private static string Root(Dictionary<string, string> parent, string subject)
    {
        while (parent[subject] != subject)
            subject = parent[subject] = parent[parent[subject]];
        return subject;
    }

    private static string FolderName(string photo) =>
        Path.GetFileName(Path.GetDirectoryName(photo)) is { Length: > 0 } folder ? folder : NameBeforeNumber(photo);

    private static string NameBeforeNumber(string photo)
    {
        string name = Path.GetFileNameWithoutExtension(photo);
        return name.LastIndexOf('_') is > 0 and var underscore ? name[..underscore] : name;
    }
}
