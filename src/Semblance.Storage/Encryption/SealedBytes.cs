using System.Security.Cryptography;
using System.Text;

namespace Semblance.Storage.Encryption;

/// <summary>AES-256-GCM with a random nonce: a format byte, the nonce (12 bytes), the ciphertext, the tag (16 bytes).</summary>
internal static class SealedBytes
{
    private const byte Format = 1;
    private const int NonceSize = 12, TagSize = 16;

    /// <summary>How much longer the sealed bytes are.</summary>
    public const int Overhead = 1 + NonceSize + TagSize;

    /// <summary>Encrypts bytes so that they open with the same key and place only.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        var bytes = new byte[plain.Length + Overhead];
        bytes[0] = Format;
        var nonce = bytes.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, bytes.AsSpan(1 + NonceSize, plain.Length), bytes.AsSpan(bytes.Length - TagSize), place);
        return bytes;
    }

    /// <summary>Decrypts bytes.</summary>
    /// <exception cref="CryptographicException">Another key, another place, another format, or changed bytes.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> place)
    {
        using var aes = new AesGcm(key, TagSize);
        return Open(aes, bytes, place);
    }

    /// <summary>A cipher of a key with which much is opened: setting one up costs more than opening a row. It serves one thread at a time.</summary>
    public static AesGcm Cipher(ReadOnlySpan<byte> key) => new(key, TagSize);

    /// <summary>Decrypts bytes by a <see cref="Cipher"/>.</summary>
    /// <exception cref="CryptographicException">Another key, another place, another format, or changed bytes.</exception>
    public static byte[] Open(AesGcm cipher, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> place)
    {
        if (bytes.Length < Overhead || bytes[0] != Format)
            throw new CryptographicException("The bytes are not sealed in a known format.");
        var plain = new byte[bytes.Length - Overhead];
        cipher.Decrypt(bytes.Slice(1, NonceSize), bytes[(1 + NonceSize)..^TagSize], bytes[^TagSize..], plain, place);
        return plain;
    }

    /// <summary>
    /// The associated data that binds bytes to their place: the format, what they are, whose they are, which row they lie in and which
    /// pack made them. Each part follows its length, so no two places give the same bytes.
    /// </summary>
    public static byte[] Place(string what, Guid owner, Guid row = default, string pack = "")
    {
        byte[] name = Encoding.UTF8.GetBytes(what), packName = Encoding.UTF8.GetBytes(pack);
        return [Format, (byte)name.Length, .. name, .. owner.ToByteArray(bigEndian: true), .. row.ToByteArray(bigEndian: true), .. packName];
    }
}
