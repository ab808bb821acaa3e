namespace Semblance.Storage.Tables;

/// <summary>What was used up, as keyed hashes; forgotten when it has ended.</summary>
internal sealed class TableSingleUse(Database data, KeyedHash hashes, TimeProvider clock) : ISingleUse
{
    private const int Longest = 400;

    public Task<bool> TryUseAsync(string what, DateTimeOffset until, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(what);
        if (what.Length is < 1 or > Longest)
            throw new ArgumentException($"What is used once has 1 to {Longest} characters.", nameof(what));
        byte[] hash = hashes.Of(what);
        return data.WriteAsync(
            Lane.SingleUse(hash),
            connection =>
            {
                connection.Execute("DELETE FROM used_once WHERE until < @now", ("@now", clock.GetUtcNow()));
                return connection.Execute("INSERT INTO used_once (hash, until) VALUES (@hash, @until) ON CONFLICT (hash) DO NOTHING", ("@hash", hash), ("@until", until)) > 0;
            },
            cancellation);
    }
}
