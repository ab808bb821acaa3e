using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Semblance.Storage.Names;

namespace Semblance.Storage.Sealing;

/// <summary>
/// One person in a file, for moving them to another gallery: name, consent, faces with embeddings, quality and photos, under a passphrase.
/// The file begins with "SMBP", a format byte, the number of iterations (4 bytes, big-endian) and a salt (16 bytes); the key is PBKDF2-HMAC-SHA256 of the
/// passphrase, and all that follows is AES-256-GCM (nonce, ciphertext, tag) with the beginning as associated data.
/// </summary>
public static class SealedPerson
{
    /// <summary>The fewest characters of a passphrase.</summary>
    public const int MinimumPassphrase = 12;

    /// <summary>The largest sealed file that is opened, in bytes.</summary>
    public const int MaximumSize = 256 * 1024 * 1024;

    // As many as OWASP asks for with SHA-256 (Password Storage Cheat Sheet, 2023). A file with more than ten times that would only cost time.
    private const int Iterations = 600_000, MostIterations = 10 * Iterations;
    private const byte Format = 1;
    private const int SaltSize = 16, NonceSize = 12, TagSize = 16, HeaderSize = 4 + 1 + 4 + SaltSize;

    /// <summary>Seals a person.</summary>
    /// <param name="person">As <see cref="IGallery.ContentAsync"/> gives them.</param>
    /// <param name="passphrase">At least <see cref="MinimumPassphrase"/> characters.</param>
    /// <exception cref="SealException">The passphrase is too short.</exception>
    public static byte[] Seal(NewPerson person, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(passphrase);
        if (passphrase.Length < MinimumPassphrase)
            throw new SealException($"A passphrase has at least {MinimumPassphrase} characters.");

        byte[] plain = PersonJson.Format(person);
        var file = new byte[HeaderSize + NonceSize + plain.Length + TagSize];
        var header = file.AsSpan(0, HeaderSize);
        Magic.CopyTo(header);
        header[4] = Format;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], Iterations);
        RandomNumberGenerator.Fill(header[9..]);
        var nonce = file.AsSpan(HeaderSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);

        // One passphrase, however the keyboard composed its letters.
        using var aes = KeyOf(Nfc.Normalize(passphrase), header[9..], Iterations);
        aes.Encrypt(nonce, plain, file.AsSpan(HeaderSize + NonceSize, plain.Length), file.AsSpan(file.Length - TagSize), header);
        CryptographicOperations.ZeroMemory(plain);
        return file;
    }

    /// <summary>Opens a sealed person.</summary>
    /// <exception cref="SealException">It is no sealed person, the passphrase is another one, or a byte was changed.</exception>
    public static NewPerson Open(ReadOnlySpan<byte> file, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        if (file.Length < HeaderSize + NonceSize + TagSize || file.Length > MaximumSize || !file[..4].SequenceEqual(Magic))
            throw new SealException("This is no sealed person.");
        var header = file[..HeaderSize];
        int iterations = BinaryPrimitives.ReadInt32BigEndian(header[5..]);
        if (header[4] != Format)
            throw new SealException($"This sealed person has the format {header[4]}, which this version does not know: use a newer one.");
        if (iterations is < Iterations or > MostIterations)
            throw new SealException("This sealed person was changed: it asks for a number of iterations that no version writes.");

        // Version 0.1 took a passphrase as it was typed.
        string composed = Nfc.Normalize(passphrase);
        byte[]? plain = Decrypt(file, composed, iterations) ?? (composed == passphrase ? null : Decrypt(file, passphrase, iterations));
        return PersonJson.Parse(plain ?? throw new SealException("The passphrase is not the one it was sealed with, or the file was changed."));
    }

    private static byte[]? Decrypt(ReadOnlySpan<byte> file, string passphrase, int iterations)
    {
        var header = file[..HeaderSize];
        var plain = new byte[file.Length - HeaderSize - NonceSize - TagSize];
        using var aes = KeyOf(passphrase, header[9..], iterations);
        try
        {
            aes.Decrypt(file.Slice(HeaderSize, NonceSize), file[(HeaderSize + NonceSize)..^TagSize], file[^TagSize..], plain, header);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Magic => "SMBP"u8;

    private static AesGcm KeyOf(string passphrase, ReadOnlySpan<byte> salt, int iterations)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, iterations, HashAlgorithmName.SHA256, 32);
        var aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        return aes;
    }
}

/// <summary>A sealed person cannot be made or opened; the message says why.</summary>
public sealed class SealException(string message, Exception? inner = null) : Exception(message, inner);
