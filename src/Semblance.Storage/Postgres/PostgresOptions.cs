using Semblance.Storage.Encryption;

namespace Semblance.Storage.Postgres;

/// <summary>Which database a store lies in and who can read it.</summary>
/// <param name="Address">The database.</param>
/// <param name="MasterKey">Where the master key comes from: the same key on every node.</param>
public sealed record PostgresOptions(PostgresAddress Address, MasterKeySource MasterKey)
{
    /// <summary>The clock; the system's own. The clocks of nodes agree to about a second: delays and claims are times.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
