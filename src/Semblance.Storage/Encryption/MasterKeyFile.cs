using System.Text;

namespace Semblance.Storage.Encryption;

/// <summary>The master key in a file of its own. A rotation writes the next one beside it, then renames.</summary>
internal sealed class MasterKeyFile(string path) : MasterKeySource
{
    private readonly string _path = Path.GetFullPath(path);

    private string Prepared => _path + ".new";

    internal override bool CanReplace => true;

    public override string ToString() => _path;

    internal override byte[]? Read() => Read(_path);

    internal override byte[]? ReadPrepared() => Read(Prepared);

    internal override byte[] Create()
    {
        var key = NewKey();
        Prepare(key);
        Finish();
        return key;
    }

    internal override void Prepare(byte[] next)
    {
        OwnerFiles.CreateFolder(Path.GetDirectoryName(_path)!);
        System.IO.File.Delete(Prepared);
        OwnerFiles.WriteNew(Prepared, Encoding.ASCII.GetBytes(Convert.ToBase64String(next) + "\n"));
        OwnerFiles.SyncFolder(Path.GetDirectoryName(_path)!);
    }

    internal override void Finish()
    {
        System.IO.File.Move(Prepared, _path, overwrite: true);
        OwnerFiles.SyncFolder(Path.GetDirectoryName(_path)!);
    }

    internal override void Forget() => System.IO.File.Delete(Prepared);

    private byte[]? Read(string file)
    {
        if (!System.IO.File.Exists(file))
            return null;
        if (OwnerFiles.IsOpenToOthers(file))
            throw new StoreException($"{file} holds the master key and others than its owner may read it: chmod 600 it, and change the key if somebody did.");
        try
        {
            return Parse(System.IO.File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{file} cannot be read: {e.Message}", e);
        }
    }
}
