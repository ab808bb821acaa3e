using System.Security.Cryptography;

namespace Semblance.Storage.Encryption;

/// <summary>The key that wraps all other keys of one store. Safe for several threads.</summary>
internal sealed class MasterKey
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _key;
    private readonly Guid _store;
    private readonly Lock _opening = new();
    private readonly AesGcm _opener;

    /// <summary>Takes a key for a store; what it wraps opens in that store only.</summary>
    public MasterKey(byte[] key, Guid store)
    {
        if (key.Length != Size)
            throw new ArgumentException($"A master key has {Size} bytes.", nameof(key));
        (_key, _store, _opener) = (key, store, SealedBytes.Cipher(key));
    }

    /// <summary>Wraps the data key of a person.</summary>
    public byte[] WrapDataKey(Guid person, ReadOnlySpan<byte> key) => SealedBytes.Seal(_key, key, SealedBytes.Place("data key", _store, person));

    /// <exception cref="StoreException">It was changed, or is another person's.</exception>
    public byte[] UnwrapDataKey(Guid person, ReadOnlySpan<byte> wrapped) => Open(wrapped, SealedBytes.Place("data key", _store, person), $"the data key of the person {person}", person);

    /// <summary>Wraps a secret of the installation.</summary>
    public byte[] WrapSecret(string name, ReadOnlySpan<byte> secret) => SealedBytes.Seal(_key, secret, SealedBytes.Place("secret", _store, pack: name));

    /// <exception cref="StoreException">It was changed, or has another name.</exception>
    public byte[] UnwrapSecret(string name, ReadOnlySpan<byte> wrapped) => Open(wrapped, SealedBytes.Place("secret", _store, pack: name), $"the secret {name}");

    /// <summary>Bytes that show whether somebody has the same key.</summary>
    public byte[] Prove() => SealedBytes.Seal(_key, [], SealedBytes.Place("proof", _store));

    /// <summary>Whether <see cref="Prove"/> was called on the same key and store.</summary>
    public bool Fits(ReadOnlySpan<byte> proof)
    {
        try
        {
            SealedBytes.Open(_key, proof, SealedBytes.Place("proof", _store));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private byte[] Open(ReadOnlySpan<byte> wrapped, byte[] place, string what, Guid? person = null)
    {
        try
        {
            lock (_opening)
                return SealedBytes.Open(_opener, wrapped, place);
        }
        catch (CryptographicException e)
        {
            throw new StoreException($"{what} was changed or belongs elsewhere.", e) { Person = person };
        }
    }
}
