namespace Semblance.Evaluation;

/// <summary>Two photos to compare.</summary>
/// <param name="A">Path of the first photo, the images folder included.</param>
/// <param name="B">Path of the second photo.</param>
/// <param name="Same">Whether they show the same person.</param>
/// <param name="Fold">The fold of cross-validation; 0 where the list names none.</param>
/// <param name="SubjectA">The number of the person on the first photo, from 0.</param>
/// <param name="SubjectB">The number of the person on the second photo.</param>
internal readonly record struct ImagePair(string A, string B, bool Same, int Fold, int SubjectA, int SubjectB);

/// <summary>How the person on a photo is known; see <see cref="PairList"/>.</summary>
internal enum SubjectSource
{
    /// <summary>By the name of the folder that holds the photo.</summary>
    Folder,

    /// <summary>By the file's name up to its last underscore.</summary>
    FileName,

    /// <summary>By the list alone: photos joined by "same" pairs are one person.</summary>
    List,
}

/// <summary>
/// A list of photo pairs with the people on them. Two formats are read:
/// <list type="bullet">
/// <item><c>PAIRS.csv</c>: header <c>a,b,same,fold</c> (<c>fold</c> may be missing), then paths relative to the images folder, 1 or 0
/// (true or false), and a whole number from 0; fields are not quoted.</item>
/// <item>LFW's <c>pairs.txt</c> and <c>pairsDevTest.txt</c>: a header of folds and pairs of each kind in a fold (<c>10 300</c>), or of that
/// number alone for one fold (<c>500</c>); in each fold first <c>NAME n1 n2</c>, then <c>NAME1 n1 NAME2 n2</c>. Photo n of a person is
/// <c>NAME/NAME_000n.jpg</c>.</item>
/// </list>
/// Who is on a photo matters to the intervals, which are over people. The person is named by the folder that holds the photo, and
/// without one by the file's name up to its last underscore. Where the list calls two photos of one folder different people, folders
/// are no people in this set; then file names are tried for all photos, and after those the list alone. What the list calls the same
/// person is one person, whatever the names say. <see cref="SubjectsBy"/> tells which it was. Immutable.
/// </summary>
internal sealed class PairList
{
    private PairList(string path, IReadOnlyList<ImagePair> pairs, int subjects, SubjectSource subjectsBy) =>
        (Path, Pairs, Subjects, SubjectsBy) = (path, pairs, subjects, subjectsBy);

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>The pairs in the order of the file, at least one.</summary>
    public IReadOnlyList<ImagePair> Pairs { get; }

    /// <summary>The number of people.</summary>
    public int Subjects { get; }

    /// <summary>How the people are known.</summary>
    public SubjectSource SubjectsBy { get; }

    /// <summary>Reads a list and checks that every photo it names is there.</summary>
    /// <param name="path">The list.</param>
    /// <param name="imagesFolder">What the list's paths are relative to.</param>
    /// <exception cref="PairListException">The list is missing, of another format, malformed, or names a photo that is missing.</exception>
    public static PairList Read(string path, string imagesFolder)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(imagesFolder);
        if (!Directory.Exists(imagesFolder))
            throw new PairListException(path, null, $"the images folder {imagesFolder} does not exist.");
        var listed = PairListReader.Read(path);
        var missing = listed.SelectMany(pair => new[] { (Photo: pair.A, pair.Line), (Photo: pair.B, pair.Line) })
            .DistinctBy(named => named.Photo)
            .FirstOrDefault(named => !File.Exists(System.IO.Path.Combine(imagesFolder, named.Photo)));
        if (missing.Photo is not null)
            throw new PairListException(path, missing.Line, $"there is no photo {missing.Photo} in {imagesFolder}.");

        var (subjects, source) = SubjectNumbers.Of(listed);
        return new PairList(path,
            [.. listed.Select(pair => new ImagePair(
                System.IO.Path.Combine(imagesFolder, pair.A), System.IO.Path.Combine(imagesFolder, pair.B),
                pair.Same, pair.Fold, subjects[pair.A], subjects[pair.B]))],
            subjects.Values.Distinct().Count(), source);
    }
}
