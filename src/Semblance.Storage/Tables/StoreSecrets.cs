using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Semblance.Storage.Tables;

/// <summary>Secrets among the keys. They never change, so they are read once.</summary>
internal sealed partial class StoreSecrets(KeyRing ring) : ISecrets
{
    private readonly ConcurrentDictionary<string, byte[]> _known = new();

    public async Task<byte[]> GetAsync(string name, Func<byte[]> create, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!Allowed().IsMatch(name))
            throw new ArgumentException("The name of a secret has lower case letters, digits, dots and hyphens.", nameof(name));
        if (!_known.ContainsKey(name))
            await Task.Run(() => Get(name, create), cancellation).ConfigureAwait(false);
        return [.. _known[name]];
    }

    /// <summary>A key of the store itself, 32 random bytes; the slash keeps its name apart from those of <see cref="GetAsync"/>.</summary>
    public byte[] Own(string name) => Get("store/" + name, () => RandomNumberGenerator.GetBytes(32));

    private byte[] Get(string name, Func<byte[]> create) => _known.GetOrAdd(name, _ =>
        ring.Tables.Read(keys => keys.First("SELECT wrapped FROM secrets WHERE name = @name", row => row.Bytes(0), ("@name", name)) is { } wrapped
            ? ring.Master(keys).UnwrapSecret(name, wrapped)
            : null)
        ?? ring.Tables.Write(Lane.Keys, keys =>
        {
            // Somebody else may have made it meanwhile: the first one stays.
            if (keys.First("SELECT wrapped FROM secrets WHERE name = @name", row => row.Bytes(0), ("@name", name)) is { } wrapped)
                return ring.Master(keys).UnwrapSecret(name, wrapped);
            var secret = create();
            keys.Execute("INSERT INTO secrets (name, wrapped) VALUES (@name, @wrapped)", ("@name", name), ("@wrapped", ring.Master(keys).WrapSecret(name, secret)));
            return secret;
        }));

    [GeneratedRegex("^[a-z0-9.-]{1,100}$")]
    private static partial Regex Allowed();
}
