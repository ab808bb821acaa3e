namespace Semblance.Storage.Tables;

/// <summary>The last change of each person, numbered; what lies more than 100,000 changes back is not followed.</summary>
internal static class ChangeLog
{
    private const long Reach = 100_000;

    public static void Add(SqlSession data, Guid person, bool removed)
    {
        data.Execute("DELETE FROM changes WHERE person = @person", ("@person", person));
        data.AddChange(person, removed);
        data.Execute("DELETE FROM changes WHERE version <= @oldest", ("@oldest", Version(data) - Reach));
    }

    public static long Version(SqlSession data) => data.NewestChange();

    public static GalleryChanges Since(SqlSession data, long since)
    {
        long version = Version(data);
        // A version that is yet to come: older data were put back.
        if (since > version || since < version - Reach)
            return new GalleryChanges(version, [], [], Complete: false);
        var changes = data.Query(
            "SELECT person, removed FROM changes WHERE version > @since ORDER BY version",
            row => (Person: row.Id(0), Removed: row.GetInt64(1) != 0),
            ("@since", since));
        return new GalleryChanges(
            version,
            [.. changes.Where(change => !change.Removed).Select(change => change.Person)],
            [.. changes.Where(change => change.Removed).Select(change => change.Person)],
            Complete: true);
    }
}
