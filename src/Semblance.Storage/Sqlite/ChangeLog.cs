using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>The last change of each person, numbered; what lies more than 100,000 changes back is not followed.</summary>
internal static class ChangeLog
{
    private const long Reach = 100_000;

    public static void Add(SqliteConnection data, Guid person, bool removed)
    {
        data.Execute("DELETE FROM changes WHERE person = $person", ("$person", person));
        data.Execute("INSERT INTO changes (person, removed) VALUES ($person, $removed)", ("$person", person), ("$removed", removed ? 1 : 0));
        data.Execute("DELETE FROM changes WHERE version <= (SELECT seq FROM sqlite_sequence WHERE name = 'changes') - $reach", ("$reach", Reach));
    }

    public static long Version(SqliteConnection data) => data.Number("SELECT seq FROM sqlite_sequence WHERE name = 'changes'");

    public static GalleryChanges Since(SqliteConnection data, long since)
    {
        long version = Version(data);
        // A version that is yet to come: an older gallery.db was put back.
        if (since > version || since < version - Reach)
            return new GalleryChanges(version, [], [], Complete: false);
        var changes = data.Query(
            "SELECT person, removed FROM changes WHERE version > $since ORDER BY version",
            row => (Person: row.Id(0), Removed: row.GetBoolean(1)),
            ("$since", since));
        return new GalleryChanges(
            version,
            [.. changes.Where(change => !change.Removed).Select(change => change.Person)],
            [.. changes.Where(change => change.Removed).Select(change => change.Person)],
            Complete: true);
    }
}
