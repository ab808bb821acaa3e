using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Semblance.Storage.Tables;

/// <summary>
/// Access keys: <c>smb_</c> (of devices <c>smd_</c>) and 32 random bytes in base64url, found by their SHA-256. With 256 random bits a slow hash adds nothing, and the
/// time of a look-up tells nothing about the text. Every question reads the table, so another process's revocation holds at once.
/// </summary>
internal sealed class TableAccessKeys(Database data, TimeProvider clock) : IAccessKeys
{
    private const string Prefix = "smb_", OfDevices = "smd_", Columns = "SELECT id, name, role, fmr, created, expires, revoked, device FROM access_keys ";
    private const int MaximumName = 64;

    public async Task<(string Text, AccessKey Key)> CreateAsync(NewAccessKey key, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Name.Length is < 1 or > MaximumName)
            throw new ArgumentException($"The name of a key has 1 to {MaximumName} characters.", nameof(key));
        string text = (key.IsDevice ? OfDevices : Prefix) + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var made = new AccessKey(Guid.NewGuid(), key.Name, key.Role, key.Fmr, clock.GetUtcNow(), key.Expires, Revoked: null) { IsDevice = key.IsDevice };
        await data.WriteAsync(
            Lane.Access,
            connection => connection.Execute(
                "INSERT INTO access_keys (hash, id, name, role, fmr, created, expires, device) VALUES (@hash, @id, @name, @role, @fmr, @created, @expires, @device)",
                ("@hash", HashOf(text)), ("@id", made.Id), ("@name", made.Name), ("@role", made.Role.ToString()), ("@fmr", made.Fmr), ("@created", made.Created), ("@expires", made.Expires), ("@device", made.IsDevice ? 1 : 0)),
            cancellation).ConfigureAwait(false);
        return (text, made);
    }

    public async Task<AccessKey?> FindAsync(string text, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] hash = HashOf(text);
        var found = await data.ReadAsync(connection => connection.First(Columns + "WHERE hash = @hash", Read, ("@hash", hash)), cancellation).ConfigureAwait(false);
        return found is { Revoked: null } && !(found.Expires <= clock.GetUtcNow()) ? found : null;
    }

    public Task<IReadOnlyList<AccessKey>> ListAsync(CancellationToken cancellation = default) =>
        data.ReadAsync<IReadOnlyList<AccessKey>>(connection => connection.Query(Columns + "ORDER BY created DESC", Read), cancellation);

    public Task<bool> RevokeAsync(Guid id, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.Access,
        connection => connection.Execute("UPDATE access_keys SET revoked = coalesce(revoked, @now) WHERE id = @id", ("@id", id), ("@now", clock.GetUtcNow())) > 0,
        cancellation);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static AccessKey Read(DbDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        Enum.Parse<Role>(row.GetString(2)),
        row.IsDBNull(3) ? null : row.GetDouble(3),
        row.Time(4),
        row.IsDBNull(5) ? null : row.Time(5),
        row.IsDBNull(6) ? null : row.Time(6))
    {
        IsDevice = row.GetInt64(7) != 0,
    };
}
