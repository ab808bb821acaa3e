using System.Security.Cryptography;

namespace Semblance.Storage.Encryption;

/// <summary>
/// Where the master key comes from: 32 bytes, as they are or in base64. Anyone who has it and the wrapped keys (the file <c>gallery.keys</c>) can read the gallery; without it nobody can.
/// </summary>
public abstract class MasterKeySource
{
    /// <summary>The environment variable that <see cref="Find"/> looks at.</summary>
    public const string Variable = "SEMBLANCE_MASTER_KEY";

    /// <summary>The name of the systemd credential that <see cref="Find"/> looks for.</summary>
    public const string CredentialName = "semblance-master-key";

    private protected MasterKeySource()
    {
    }

    /// <summary>A file that only its owner may read (0600); made at first use.</summary>
    public static MasterKeySource File(string path) => new MasterKeyFile(path);

    /// <summary>An environment variable with the key in base64.</summary>
    public static MasterKeySource Environment(string variable = Variable) => new MasterKeyVariable(variable);

    /// <summary>A systemd credential (<c>LoadCredential=semblance-master-key:...</c>): a file in <c>$CREDENTIALS_DIRECTORY</c>.</summary>
    public static MasterKeySource Credential(string name = CredentialName) => new MasterKeyCredential(name);

    /// <summary>The environment variable where it is set, else the systemd credential where there is one, else the file.</summary>
    public static MasterKeySource Find(string file)
    {
        if (System.Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            return Environment();
        return MasterKeyCredential.PathOf(CredentialName) is { } path && System.IO.File.Exists(path) ? Credential() : File(file);
    }

    /// <summary>A new random key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(MasterKey.Size);

    /// <summary>Reads a master key from a file.</summary>
    /// <exception cref="StoreException">There is no such file, it holds no key, or others can read it.</exception>
    public static byte[] ReadKey(string path) => File(path).Read() ?? throw new StoreException($"{path} does not exist.");

    /// <summary>Says where the key comes from, never the key.</summary>
    public abstract override string ToString();

    /// <summary>The key; null where there is none yet.</summary>
    /// <exception cref="StoreException">What is there is no key, or others can read it.</exception>
    internal abstract byte[]? Read();

    /// <summary>Makes the key of a new store.</summary>
    /// <exception cref="StoreException">This source gives keys and cannot make them.</exception>
    internal virtual byte[] Create() =>
        throw new StoreException($"There is no master key in {this}: put 32 random bytes in base64 there (head -c 32 /dev/urandom | base64).");

    /// <summary>Keeps the key that a rotation leads to, beside the present one, before anything is wrapped with it.</summary>
    internal virtual void Prepare(byte[] next)
    {
    }

    /// <summary>The key of a rotation that was prepared and not finished; null where there is none.</summary>
    internal virtual byte[]? ReadPrepared() => null;

    /// <summary>Makes the prepared key the present one.</summary>
    internal virtual void Finish()
    {
    }

    /// <summary>Forgets a prepared key that nothing was wrapped with.</summary>
    internal virtual void Forget()
    {
    }

    /// <summary>Whether a rotation may make the new key itself and put it into place.</summary>
    internal virtual bool CanReplace => false;

    /// <summary>A key from what was stored: 32 bytes, or their base64.</summary>
    private protected byte[] Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length == MasterKey.Size)
            return content.ToArray();
        var key = new byte[MasterKey.Size + 1];
        string text = System.Text.Encoding.Latin1.GetString(content).Trim();
        if (Convert.TryFromBase64String(text, key, out int length) && length == MasterKey.Size)
            return key[..MasterKey.Size];
        throw new StoreException($"{this} holds no master key: 32 bytes, or their base64.");
    }
}
