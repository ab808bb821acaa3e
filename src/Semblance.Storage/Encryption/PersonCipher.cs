using System.Security.Cryptography;

namespace Semblance.Storage.Encryption;

/// <summary>Seals and opens what is stored of one person, with the person's data key. Safe for several threads until it is disposed, which wipes the key.</summary>
internal sealed class PersonCipher(Guid person, byte[] key) : IDisposable
{
    private readonly Lock _opening = new();
    private AesGcm? _opener;

    public Guid Person => person;

    /// <summary>Seals a value of a column.</summary>
    public byte[] Seal(string column, Guid row, string pack, ReadOnlySpan<byte> plain) =>
        SealedBytes.Seal(key, plain, SealedBytes.Place(column, person, row, pack));

    /// <summary>Opens a value of a column.</summary>
    /// <exception cref="StoreException">It was changed, or lies where another value belongs.</exception>
    public byte[] Open(string column, Guid row, string pack, ReadOnlySpan<byte> bytes)
    {
        try
        {
            byte[] place = SealedBytes.Place(column, person, row, pack);
            lock (_opening)
                return SealedBytes.Open(_opener ??= SealedBytes.Cipher(key), bytes, place);
        }
        catch (CryptographicException e)
        {
            throw new StoreException($"What {column} holds of the person {person} was changed or belongs elsewhere. Restore a backup, or remove the person and enrol again.", e) { Person = person };
        }
    }

    public void Dispose()
    {
        lock (_opening)
            _opener?.Dispose();
        CryptographicOperations.ZeroMemory(key);
    }
}
