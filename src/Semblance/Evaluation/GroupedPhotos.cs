using Semblance.Recognition;

namespace Semblance.Evaluation;

/// <summary>A photo whose person and group are known.</summary>
/// <param name="File">Its path.</param>
/// <param name="Person">The person, a number from 0 within the group.</param>
internal readonly record struct GroupedPhoto(string File, int Person);

/// <summary>The comparisons within one group of people: every photo with every other one.</summary>
/// <param name="Name">The group.</param>
/// <param name="Scores">Its comparisons, all of them kept.</param>
internal sealed record GroupScores(string Name, CalibrationScores Scores);

/// <summary>
/// Photos by groups of people, for example by sex and origin, from a CSV file: a header with the column <c>file</c> (paths relative to the
/// file's folder), perhaps <c>person</c> (else each photo shows somebody else), and the columns that make the groups: <c>group</c>, or those that
/// are asked for. Fields are not quoted. Who is alike is held against each other: a rate over everybody says little about the rate among people of one group.
/// </summary>
internal sealed class GroupedPhotos
{
    /// <summary>The rates at which a group is reported.</summary>
    public static readonly IReadOnlyList<double> Rates = [0.01, 0.001, 0.0001];

    private GroupedPhotos(string path, IReadOnlyDictionary<string, IReadOnlyList<GroupedPhoto>> groups) => (Path, Groups) = (path, groups);

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>Each group's photos, by name; at least one group.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GroupedPhoto>> Groups { get; }

    /// <summary>How many photos there are.</summary>
    public int Photos => Groups.Values.Sum(group => group.Count);

    /// <summary>Reads a file and checks that every photo it names is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="by">The columns that make the groups; empty: the column <c>group</c>.</param>
    /// <exception cref="PairListException">The file is missing, malformed, lacks a column, or names a photo that is missing.</exception>
    public static GroupedPhotos Read(string path, IReadOnlyList<string> by)
    {
        var lines = CsvLines.Read(path);
        string[] header = lines.Header;
        if (by.Count == 0)
            by = ["group"];
        int file = Column("file"), person = Array.IndexOf(header, "person");
        int[] groupColumns = [.. by.Select(Column)];
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var rows = new List<(string Group, string Person, string File)>();
        foreach (var line in lines.Rows)
        {
            string[] fields = line.Fields(header.Length);
            string photo = System.IO.Path.Combine(folder, fields[file]);
            if (fields[file].Length == 0 || !File.Exists(photo))
                throw line.Malformed($"there is no photo {fields[file]} beside the list.");
            rows.Add((string.Join(' ', groupColumns.Select(column => fields[column])), person < 0 ? photo : fields[person], photo));
        }
        if (rows.Count == 0)
            throw new PairListException(path, null, "there are no photos in it.");
        return new GroupedPhotos(path, rows.GroupBy(row => row.Group).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group =>
        {
            var people = group.Select(row => row.Person).Distinct().Index().ToDictionary(entry => entry.Item, entry => entry.Index);
            return (IReadOnlyList<GroupedPhoto>)[.. group.Select(row => new GroupedPhoto(row.File, people[row.Person]))];
        }));

        int Column(string name) => Array.IndexOf(header, name) is >= 0 and var column
            ? column
            : throw new PairListException(path, 1, $"there is no column {name}; there are {string.Join(", ", header)}.");
    }

    /// <summary>Compares the photos of each group.</summary>
    /// <param name="embed">The embedding of a photo; null where it shows no usable face.</param>
    /// <param name="comparator">Compares embeddings.</param>
    /// <param name="progress">Told how many photos are done, of how many.</param>
    /// <param name="cancellation">Stops between two photos.</param>
    public IReadOnlyList<GroupScores> Compare(Func<string, Embedding?> embed, Comparator comparator, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        int done = 0, total = Photos;
        return [.. Groups.Select(group => new GroupScores(group.Key, CalibrationScores.FromFaces([.. group.Value.Select(Face)], comparator, tailShare: 1)))];

        LabelledFace Face(GroupedPhoto photo)
        {
            cancellation.ThrowIfCancellationRequested();
            var face = new LabelledFace(embed(photo.File), photo.Person, photo.Person);
            progress?.Report((++done, total));
            return face;
        }
    }
}
