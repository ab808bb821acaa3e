namespace Semblance.Storage.Tables;

/// <summary>What was used up, as keyed hashes; forgotten when it has ended.</summary>
internal sealed class TableSingleUse(Database data, KeyedHash hashes, TimeProvider clock) : ISingleUse
{
    private const int Longest = 400;

    // Clocks of nodes differ by a second or so: what has just ended for this one may not have for another.
    private static readonly TimeSpan s_longer = TimeSpan.FromMinutes(1);

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
                var now = clock.GetUtcNow();
                if (until <= now)
                    return false;
                connection.Execute("DELETE FROM used_once WHERE until < @forgotten", ("@forgotten", now - s_longer));
                return connection.Execute("INSERT INTO used_once (hash, until) VALUES (@hash, @until) ON CONFLICT (hash) DO NOTHING", ("@hash", hash), ("@until", until)) > 0;
            },
            cancellation);
    }
}
