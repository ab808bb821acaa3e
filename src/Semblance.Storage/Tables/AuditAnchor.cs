using System.Security.Cryptography;

namespace Semblance.Storage.Tables;

/// <summary>
/// The last entry that was cut from the beginning of the audit log, beside what is left of it: its hash is what the next entry's rests on. It is signed, so that nobody who lacks the keys can cut the log
/// and make that look like retention; it changes in the transaction that deletes the entries.
/// </summary>
internal sealed class AuditAnchor(byte[] key)
{
    /// <summary>What the chain begins with: the anchor, or nothing where nothing was cut.</summary>
    /// <exception cref="StoreException">It was changed.</exception>
    public (long Number, byte[] Hash) Read(SqlSession data)
    {
        var found = data.First("SELECT number, hash, proof FROM audit_anchor", row => (Number: row.GetInt64(0), Hash: row.Bytes(1), Proof: row.Bytes(2)));
        if (found.Hash is null)
            return (0, AuditChain.Start);
        if (!CryptographicOperations.FixedTimeEquals(found.Proof, Prove(found.Number, found.Hash)))
            throw new StoreException("The anchor of the audit log was changed.");
        return (found.Number, found.Hash);
    }

    /// <summary>Moves it to an entry that is about to be deleted with all before it.</summary>
    public void Move(SqlSession data, long number, byte[] hash)
    {
        data.Execute("DELETE FROM audit_anchor");
        data.Execute("INSERT INTO audit_anchor (number, hash, proof) VALUES (@number, @hash, @proof)", ("@number", number), ("@hash", hash), ("@proof", Prove(number, hash)));
    }

    private byte[] Prove(long number, byte[] hash) => HMACSHA256.HashData(key, (byte[])[.. BitConverter.GetBytes(number), .. hash]);
}
