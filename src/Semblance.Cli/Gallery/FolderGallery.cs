using System.Text.Json;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Cli.Gallery;

/// <summary>The gallery cannot do what was asked.</summary>
internal sealed class GalleryException(string message, bool isBadInput, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True where the user asked for something that is not there; false where what is stored is damaged.</summary>
    public bool IsBadInput { get; } = isBadInput;
}

/// <summary>
/// The enrolled people in plain folders, one each, with <c>true-image.png</c> and <c>template.json</c>. Only the owner may read
/// them (folders 0700, files 0600; on Windows the user profile's own protection holds). A person appears and disappears as a
/// whole: folders are made aside and moved into place. Nothing is encrypted.
/// </summary>
internal sealed class FolderGallery(string folder)
{
    private const string TemplateFileName = "template.json";
    private const string ImageFileName = "true-image.png";
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The names of all people, in ordinal order.</summary>
    public IReadOnlyList<PersonName> List() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(PersonName.IsAllowed).Order(StringComparer.Ordinal).Select(PersonName.Parse)];

    public bool Has(PersonName name) => Directory.Exists(FolderOf(name));

    /// <exception cref="GalleryException">Nobody has this name, or the stored template is damaged.</exception>
    public Template Load(PersonName name)
    {
        string path = Path.Combine(FolderOf(name), TemplateFileName);
        try
        {
            return TemplateFile.Parse(File.ReadAllBytes(path), name);
        }
        catch (DirectoryNotFoundException e)
        {
            throw Missing(name, e);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FileNotFoundException)
        {
            throw new GalleryException($"{path} is damaged or missing ({e.Message}): remove {name} and enrol again.", isBadInput: false, e);
        }
    }

    /// <summary>Stores a person.</summary>
    /// <exception cref="GalleryException">The name is taken and is not to be replaced.</exception>
    public void Save(Template template, Photo trueImage, bool replace)
    {
        var name = PersonName.Parse(template.Name);
        if (Has(name) && !replace)
            throw Taken(name);

        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        MakeFolder(folder);
        string fresh = Aside("new");
        string old = Aside("old");
        MakeFolder(fresh);
        try
        {
            WriteFile(Path.Combine(fresh, TemplateFileName), TemplateFile.Format(template));
            WriteFile(Path.Combine(fresh, ImageFileName), trueImage.EncodePng());
            if (Has(name))
                Directory.Move(FolderOf(name), old);
            Directory.Move(fresh, FolderOf(name));
        }
        catch
        {
            if (Directory.Exists(old) && !Has(name))
                Directory.Move(old, FolderOf(name));
            throw;
        }
        finally
        {
            foreach (string left in (string[])[fresh, old])
            {
                if (Directory.Exists(left))
                    Directory.Delete(left, recursive: true);
            }
        }
    }

    /// <summary>Deletes everything that is stored of a person.</summary>
    /// <exception cref="GalleryException">Nobody has this name.</exception>
    public void Remove(PersonName name)
    {
        if (!Has(name))
            throw Missing(name);
        string aside = Aside("old");
        Directory.Move(FolderOf(name), aside);
        Directory.Delete(aside, recursive: true);
    }

    public static GalleryException Taken(PersonName name) =>
        new($"{name} is enrolled already: use --replace to enrol anew, or another name.", isBadInput: true);

    private static GalleryException Missing(PersonName name, Exception? inner = null) =>
        new($"Nobody is enrolled as {name}. semblance people list shows who is.", isBadInput: true, inner);

    private string FolderOf(PersonName name) => Path.Combine(folder, name.Value);

    // A leading dot is no allowed name, so what is left of a crash is never taken for a person.
    private string Aside(string kind) => Path.Combine(folder, $".{kind}-{Guid.NewGuid():N}");

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    private static void WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
