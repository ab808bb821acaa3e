using System.Security.Cryptography;

namespace Semblance.Cli.Install;

/// <summary>A published file whose every byte is known beforehand: wherever it comes from, it is that file or it is refused.</summary>
/// <param name="Sources">Where it is published, in the order they are asked; their last segment is its name in a pack, a folder or a mirror.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">64 hexadecimal digits in lower case.</param>
internal sealed record PinnedFile(IReadOnlyList<Uri> Sources, long Length, string Sha256)
{
    public string Name => Sources[0].Segments[^1];

    public bool IsIn(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != Length)
            return false;
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == Sha256;
    }
}
