using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Semblance.Search;

/// <summary>
/// Rows of numbers in a file without a name, each sealed by AES-256-GCM under a key that exists in this process only: nobody else can read them, nor the process
/// after it, and nothing is left when it ends, however it ends. One thread writes at a time; others may read meanwhile.
/// </summary>
internal sealed class SealedRowFile : IDisposable
{
    private const int Nonce = 12, Counter = 8, Tag = 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentBag<AesGcm> _ciphers = [];
    private readonly SafeFileHandle _file;
    private readonly int _dimension, _size;
    private long _written;

    /// <exception cref="IOException">The file cannot be made there.</exception>
    public SealedRowFile(string folder, int dimension)
    {
        (_dimension, _size) = (dimension, Counter + dimension * sizeof(float) + Tag);
        string path = Path.Combine(folder, $"semblance-{Guid.NewGuid():N}.rows");
        try
        {
            _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
            // Elsewhere an open file lives on without its name.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Searching among so many people takes a temporary file, and none can be made in {folder}. Make the folder writable, or name another one in TMPDIR.", e);
        }
    }

    /// <summary>Writes rows, one after another, to a place and those behind it.</summary>
    public void Write(int place, ReadOnlySpan<float> rows)
    {
        int count = rows.Length / _dimension;
        byte[] records = new byte[count * _size];
        Span<byte> nonce = stackalloc byte[Nonce], where = stackalloc byte[sizeof(int)];
        var cipher = Rent();
        for (int i = 0; i < count; i++)
        {
            var record = records.AsSpan(i * _size, _size);
            BinaryPrimitives.WriteInt32LittleEndian(where, place + i);
            // No two rows that are ever written share a nonce.
            BinaryPrimitives.WriteInt64LittleEndian(nonce, ++_written);
            nonce[..Counter].CopyTo(record);
            cipher.Encrypt(nonce, MemoryMarshal.AsBytes(rows.Slice(i * _dimension, _dimension)), record[Counter..^Tag], record[^Tag..], where);
        }
        _ciphers.Add(cipher);
        RandomAccess.Write(_file, records, (long)place * _size);
    }

    /// <summary>Overwrites a row.</summary>
    public void Clear(int place) => RandomAccess.Write(_file, new byte[_size], (long)place * _size);

    /// <summary>Reads the row of a place. False where it does not open: it is being written, or it is not what was written.</summary>
    public bool TryRead(int place, Span<float> row)
    {
        Span<byte> nonce = stackalloc byte[Nonce], where = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(where, place);
        byte[] record = ArrayPool<byte>.Shared.Rent(_size);
        try
        {
            if (RandomAccess.Read(_file, record.AsSpan(0, _size), (long)place * _size) != _size)
                return false;
            record.AsSpan(0, Counter).CopyTo(nonce);
            var cipher = Rent();
            cipher.Decrypt(nonce, record.AsSpan(Counter, _size - Counter - Tag), record.AsSpan(_size - Tag, Tag), MemoryMarshal.AsBytes(row), where);
            _ciphers.Add(cipher);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        CryptographicOperations.ZeroMemory(_key);
        while (_ciphers.TryTake(out var cipher))
            cipher.Dispose();
    }

    // One serves one thread at a time.
    private AesGcm Rent() => _ciphers.TryTake(out var cipher) ? cipher : new AesGcm(_key, Tag);
}
