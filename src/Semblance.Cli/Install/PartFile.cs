using System.Net.Http.Headers;

namespace Semblance.Cli.Install;

/// <summary>What has arrived of a file: NAME.part, and beside it in NAME.part.etag the server's name for that version of it.</summary>
internal sealed class PartFile(string path)
{
    private readonly string _part = path + ".part", _tag = path + ".part.etag";

    public long Length => File.Exists(_part) ? new FileInfo(_part).Length : 0;

    /// <summary>The version that the bytes are of; null where the server named none, or only weakly, which If-Range does not take.</summary>
    public EntityTagHeaderValue? Tag =>
        File.Exists(_tag) && EntityTagHeaderValue.TryParse(File.ReadAllText(_tag), out var tag) && !tag.IsWeak ? tag : null;

    /// <summary>Opens the file for writing, at its end or anew. Nobody else can open it meanwhile.</summary>
    public FileStream Open(bool continues, EntityTagHeaderValue? tag)
    {
        var stream = new FileStream(_part, continues ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        if (!continues && tag is not null)
            File.WriteAllText(_tag, tag.ToString());
        else if (!continues)
            File.Delete(_tag);
        return stream;
    }

    /// <summary>Gives the file its name where it is the pinned one; deletes it where it is another.</summary>
    public bool Complete(PinnedFile file)
    {
        bool right = file.IsIn(_part);
        if (right)
            File.Move(_part, path, overwrite: true);
        Delete();
        return right;
    }

    public void Delete()
    {
        File.Delete(_part);
        File.Delete(_tag);
    }
}
