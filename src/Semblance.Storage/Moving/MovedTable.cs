namespace Semblance.Storage.Moving;

/// <summary>A table that is moved as it is: what is sealed stays sealed, under the same keys.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns; the first is the key by which its rows are told apart.</param>
/// <param name="IsNumbered">Whether the key is a number that the database gives, or one that only grows, so that a move can go on behind the greatest.</param>
/// <param name="Portion">How many rows are moved in one statement.</param>
internal sealed record MovedTable(string Name, string[] Columns, bool IsNumbered = false, int Portion = 200)
{
    /// <summary>The data, in an order in which each row finds what it refers to.</summary>
    public static IReadOnlyList<MovedTable> Data { get; } =
    [
        new("people", ["number", "id", "name_hash", "name", "consent", "created", "changed", "used", "mistaken"], IsNumbered: true),
        new("faces", ["number", "id", "person", "pack", "details", "embedding"], IsNumbered: true),
        new("photos", ["face", "photo"], IsNumbered: true, Portion: 10),
        new("changes", ["version", "person", "removed"], IsNumbered: true),
        new("audit", ["number", "time", "action", "actor", "person", "outcome", "detail", "session", "address", "hash"], IsNumbered: true),
        new("outbox", ["number", "id", "target", "body", "created", "attempts", "first", "error", "next", "claimed", "failed"], IsNumbered: true),
        new("requests", ["hash", "request", "person", "time"]),
        new("merged", ["id", "person"]),
        new("audit_anchor", ["number", "hash", "proof"]),
        new("access_keys", ["hash", "id", "name", "role", "fmr", "created", "expires", "revoked", "device"]),
        new("attempts", ["subject", "failures", "last"]),
        new("used_once", ["hash", "until"]),
        new("outbox_delivered", ["target", "count", "last"]),
        new("settings", ["name", "value"]),
        new("store", ["id"]),
    ];

    /// <summary>The keys.</summary>
    public static IReadOnlyList<MovedTable> Keys { get; } =
    [
        new("data_keys", ["number", "person", "state", "wrapped"], IsNumbered: true),
        new("secrets", ["name", "wrapped"]),
        new("audit_head", ["number", "hash", "proof"]),
        new("store", ["id", "generation", "proof"]),
    ];

    /// <summary>The tables among them whose numbers the database gives.</summary>
    public static IEnumerable<string> NumberedIn(IEnumerable<MovedTable> tables) => tables.Where(table => table.IsNumbered && table.Name is "people" or "faces" or "outbox" or "data_keys").Select(table => table.Name);
}
