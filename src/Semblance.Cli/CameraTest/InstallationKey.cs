using System.Security.Cryptography;
using System.Text;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage;

namespace Semblance.Cli.CameraTest;

/// <summary>The key with which this installation signs reports: ECDSA P-256, in the user's data folder, made on first use and readable by its owner only.</summary>
internal static class InstallationKey
{
    /// <summary>Of the curve.</summary>
    public const int Bits = 256;

    private static string FilePath => Path.Combine(SemblanceHome.Path, "report-signing.pem");

    /// <summary>Opens the key. The caller disposes it.</summary>
    /// <exception cref="CameraProfileException">It is damaged, or others may read it.</exception>
    public static ECDsa OpenOrCreate()
    {
        if (!File.Exists(FilePath))
            Create();
        return Read();
    }

    /// <summary>The fingerprint of this installation's key; null where it has none yet.</summary>
    /// <exception cref="CameraProfileException">The key is damaged, or others may read it.</exception>
    public static string? OwnFingerprint()
    {
        if (!File.Exists(FilePath))
            return null;
        using var key = Read();
        return Fingerprint(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The SHA-256 of a public key.</summary>
    public static string Fingerprint(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    private static void Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        OwnerFiles.CreateFolder(SemblanceHome.Path);
        string next = $"{FilePath}.{Environment.ProcessId}.new";
        File.Delete(next);
        OwnerFiles.WriteNew(next, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        try
        {
            // Two programs at once: the first one's key stays.
            File.Move(next, FilePath, overwrite: false);
        }
        catch (IOException) when (File.Exists(FilePath))
        {
            File.Delete(next);
        }
        OwnerFiles.SyncFolder(SemblanceHome.Path);
    }

    private static ECDsa Read()
    {
        if (OwnerFiles.IsOpenToOthers(FilePath))
            throw new CameraProfileException($"{FilePath} signs reports and others than its owner may read it: delete it, so that the next report gets a new key.");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(FilePath));
            // A public key alone cannot sign.
            _ = key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new CameraProfileException($"{FilePath} signs reports and cannot be read: {e.Message.TrimEnd('.')}. Delete it, so that the next report gets a new key.", e);
        }
    }
}
