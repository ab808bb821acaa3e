using Semblance.Cli.Output;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>Photos in a folder per person.</summary>
internal sealed record LabelledPhotos(string Folder, IReadOnlyList<(string File, int Person)> Photos, int People)
{
    /// <exception cref="UsageException">There is no such folder, or fewer than two people with photos are in it.</exception>
    public static LabelledPhotos Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"--people {folder}: there is no such folder.");
        var people = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .Select(person => Directory.EnumerateFiles(person).Where(IsPhoto).Order(StringComparer.Ordinal).ToArray())
            .Where(files => files.Length > 0).ToList();
        return people.Count >= 2
            ? new LabelledPhotos(folder, [.. people.SelectMany((files, person) => files.Select(file => (file, person)))], people.Count)
            : throw new UsageException($"--people {folder}: a folder for each person, with photos in it, is expected; there {(people.Count == 0 ? "is none" : "is one only")}.");
    }

    private static bool IsPhoto(string file)
    {
        if (Path.GetFileName(file).StartsWith('.'))
            return false;
        bool isPhoto = FileContents.Of(file) is FileContent.Photo or FileContent.Animation;
        if (!isPhoto)
            Terminal.Note($"semblance: {file}: is not a photo. It is passed over.");
        return isPhoto;
    }

    /// <summary>Every photo against every other one.</summary>
    public CalibrationScores Compare(Func<string, Embedding?> embed, Comparator comparator, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        var faces = new LabelledFace[Photos.Count];
        for (int i = 0; i < faces.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            faces[i] = new LabelledFace(embed(Photos[i].File), Photos[i].Person, Photos[i].Person);
            progress.Report((i + 1, faces.Length));
        }
        return CalibrationScores.FromFaces(faces, comparator);
    }
}
