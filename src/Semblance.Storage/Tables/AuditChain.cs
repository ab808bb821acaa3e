using System.Security.Cryptography;
using System.Text;

namespace Semblance.Storage.Tables;

/// <summary>The hash of an entry: HMAC-SHA256 over the hash before, number, time and every field with its length (-1 for none).</summary>
internal sealed class AuditChain(byte[] key)
{
    /// <summary>What stands before the first entry.</summary>
    public static byte[] Start { get; } = new byte[32];

    public byte[] Hash(byte[] before, long number, DateTimeOffset time, AuditEvent what)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(before);
        hash.AppendData(BitConverter.GetBytes(number));
        hash.AppendData(BitConverter.GetBytes(time.UtcTicks));
        foreach (string? field in (ReadOnlySpan<string?>)[what.Action, what.Actor, what.Person?.ToString("N"), what.Outcome, what.Detail, what.Session, what.Address])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(field ?? "");
            hash.AppendData(BitConverter.GetBytes(field is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }
}
