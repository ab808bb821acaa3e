using Semblance.Cli.Output;
using Semblance.Imaging;

namespace Semblance.Cli.CameraTest;

/// <summary>One presentation on disk: photos of one person that belong together, or a clip.</summary>
/// <param name="Subject">Whom it shows: the name of the sub-folder, or of the file without its ending.</param>
/// <param name="Attack">The kind of attack; null: live.</param>
/// <param name="Photos">The photos; empty for a clip.</param>
/// <param name="Clip">The clip; null for photos.</param>
internal sealed record PadSource(string Subject, string? Attack, IReadOnlyList<string> Photos, string? Clip)
{
    private const int LongestKind = 40;

    /// <summary>
    /// What lies at a path: a photo or clip is one presentation; of a folder each file is one, and each sub-folder: its photos together, its clips each by itself. Files that are neither are named
    /// and passed over.
    /// </summary>
    /// <exception cref="UsageException">There is nothing, or a sub-folder holds folders.</exception>
    public static IReadOnlyList<PadSource> At(string path, string? attack)
    {
        if (File.Exists(path))
            return OfFile(path, attack) is { } one ? [one] : throw new UsageException($"{path} is neither a photo nor a clip.");
        if (!Directory.Exists(path))
            throw new UsageException($"{path}: there is no such file or folder.");
        var all = new List<PadSource>();
        foreach (string folder in Visible(Directory.EnumerateDirectories(path)))
            all.AddRange(OfSubject(folder, attack));
        all.AddRange(Visible(Directory.EnumerateFiles(path)).Select(file => OfFile(file, attack)).OfType<PadSource>());
        return all.Count > 0 ? all : throw new UsageException($"{path} holds neither photos nor clips.");
    }

    /// <summary>Reads KIND=PATH.</summary>
    /// <exception cref="UsageException">It has another form.</exception>
    public static (string Kind, string Path) ParseAttack(string text)
    {
        int equals = text.IndexOf('=');
        string kind = equals < 0 ? "" : text[..equals].Trim();
        if (kind.Length is 0 or > LongestKind || kind.Any(char.IsControl) || equals == text.Length - 1)
            throw new UsageException($"--attack {text}: give a kind and a path, such as print=photos/prints.");
        return kind.Equals("live", StringComparison.OrdinalIgnoreCase) ? throw new UsageException($"--attack {text}: live is no attack; use --live.") : (kind, text[(equals + 1)..]);
    }

    private static IEnumerable<PadSource> OfSubject(string folder, string? attack)
    {
        if (Visible(Directory.EnumerateDirectories(folder)).FirstOrDefault() is { } deeper)
            throw new UsageException($"{deeper}: a sub-folder stands for one person and holds photos or clips, not folders. Name the folder above it.");
        var files = Visible(Directory.EnumerateFiles(folder)).Select(file => OfFile(file, attack)).OfType<PadSource>().ToList();
        string subject = Path.GetFileName(folder);
        string[] photos = [.. files.SelectMany(file => file.Photos)];
        if (photos.Length > 0)
            yield return new PadSource(subject, attack, photos, null);
        foreach (var clip in files.Where(file => file.Clip is not null))
            yield return clip with { Subject = subject };
    }

    private static PadSource? OfFile(string file, string? attack)
    {
        string subject = Path.GetFileNameWithoutExtension(file);
        switch (FileContents.Of(file))
        {
            case FileContent.Photo:
                return new PadSource(subject, attack, [file], null);
            case FileContent.Video or FileContent.Animation:
                return new PadSource(subject, attack, [], file);
            default:
                Terminal.Note($"semblance: {file} is neither a photo nor a clip. It is passed over.");
                return null;
        }
    }

    private static IEnumerable<string> Visible(IEnumerable<string> paths) => paths.Where(path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal);
}
