using System.Security.Cryptography;
using System.Text;

namespace Semblance.Storage.Tables;

/// <summary>HMAC-SHA256 of texts with a key of the store: finds them again without holding them. Safe for several threads.</summary>
internal sealed class KeyedHash(byte[] key)
{
    /// <summary>The hash of texts in this order; each follows its length, so none runs into the next.</summary>
    public byte[] Of(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (string text in texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }
}
