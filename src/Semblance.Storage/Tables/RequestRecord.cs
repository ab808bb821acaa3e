using System.Security.Cryptography;

namespace Semblance.Storage.Tables;

/// <summary>Remembers a request for 24 hours, in the transaction of what it added, so that its repetition adds nothing.</summary>
internal sealed class RequestRecord
{
    private static readonly TimeSpan s_life = TimeSpan.FromHours(24);

    private readonly byte[] _hash;
    private readonly byte[] _request;

    private RequestRecord(byte[] hash, byte[] request) => (_hash, _request) = (hash, request);

    /// <summary>The record of a request; null where the caller gave no key.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="hashes">Hashes it.</param>
    /// <param name="what">What is added, so that one key for two things is noticed.</param>
    public static RequestRecord? Of(IdempotencyKey? key, KeyedHash hashes, string what)
    {
        if (key is null)
            return null;
        if (key.Key.Length is < 1 or > 200)
            throw new ArgumentException("An idempotency key has 1 to 200 characters.", nameof(key));
        return new RequestRecord(hashes.Of(key.Scope, key.Key), hashes.Of(what, Convert.ToHexString(key.Request)));
    }

    /// <summary>Whom an earlier request with this key added; null where there was none.</summary>
    /// <exception cref="IdempotencyException">The earlier request was another one.</exception>
    public Guid? Find(SqlSession data, TimeProvider clock)
    {
        data.Execute("DELETE FROM requests WHERE time < @oldest", ("@oldest", clock.GetUtcNow() - s_life));
        var earlier = data.First(
            "SELECT r.request, p.id FROM requests r JOIN people p ON p.number = r.person WHERE r.hash = @hash",
            row => (Request: row.Bytes(0), Person: row.Id(1)),
            ("@hash", _hash));
        if (earlier.Request is null)
            return null;
        return CryptographicOperations.FixedTimeEquals(earlier.Request, _request) ? earlier.Person : throw new IdempotencyException();
    }

    public void Save(SqlSession data, long person, DateTimeOffset now) => data.Execute(
        "INSERT INTO requests (hash, request, person, time) VALUES (@hash, @request, @person, @now)",
        ("@hash", _hash), ("@request", _request), ("@person", person), ("@now", now));
}
