using System.Security.Cryptography;

namespace Semblance.Storage.Tables;

/// <summary>The last entry of the audit log that was acknowledged, among the keys: a log that ends before it was cut or is an old one.</summary>
internal sealed class AuditHead(KeyRing ring, byte[] key)
{
    /// <summary>The head; null where nothing was ever written.</summary>
    /// <exception cref="StoreException">It was changed.</exception>
    public (long Number, byte[] Hash)? Read() => ring.Tables.Read(Read);

    /// <summary>Moves it forward; a head that is further already stays.</summary>
    public void Advance(long number, byte[] hash) => ring.Tables.Write(Lane.Keys, keys =>
    {
        var head = Read(keys);
        if (head is null)
            keys.Execute("INSERT INTO audit_head (number, hash, proof) VALUES (@number, @hash, @proof)", ("@number", number), ("@hash", hash), ("@proof", Prove(number, hash)));
        else if (head.Value.Number < number)
            keys.Execute("UPDATE audit_head SET number = @number, hash = @hash, proof = @proof", ("@number", number), ("@hash", hash), ("@proof", Prove(number, hash)));
        return true;
    });

    private (long Number, byte[] Hash)? Read(SqlSession keys)
    {
        var found = keys.First("SELECT number, hash, proof FROM audit_head", row => (Number: row.GetInt64(0), Hash: row.Bytes(1), Proof: row.Bytes(2)));
        if (found.Hash is null)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(found.Proof, Prove(found.Number, found.Hash)))
            throw new StoreException($"The head of the audit log in {ring.Tables.Name} was changed.");
        return (found.Number, found.Hash);
    }

    private byte[] Prove(long number, byte[] hash) => HMACSHA256.HashData(key, (byte[])[.. BitConverter.GetBytes(number), .. hash]);
}
