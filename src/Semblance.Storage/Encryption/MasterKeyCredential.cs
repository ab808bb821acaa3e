namespace Semblance.Storage.Encryption;

/// <summary>The master key in a systemd credential, which systemd shows to the service alone.</summary>
internal sealed class MasterKeyCredential(string name) : MasterKeySource
{
    public override string ToString() => $"the systemd credential {name}";

    public static string? PathOf(string name) =>
        System.Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder ? Path.Combine(folder, name) : null;

    internal override byte[]? Read()
    {
        if (PathOf(name) is not { } path || !System.IO.File.Exists(path))
            return null;
        try
        {
            return Parse(System.IO.File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
