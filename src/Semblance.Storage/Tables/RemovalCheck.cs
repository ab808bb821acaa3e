namespace Semblance.Storage.Tables;

/// <summary>Looks for what is left of a person who was removed: the key, rows of every table, old pages in the write-ahead log.</summary>
internal static class RemovalCheck
{
    public static async Task<RemovalProof> RunAsync(Database data, DataKeys keys, Guid id, CancellationToken cancellation)
    {
        bool isEmptied = await data.ClearOldAsync(cancellation).ConfigureAwait(false) & await keys.ClearOldAsync(cancellation).ConfigureAwait(false);
        return await data.ReadAsync(
            connection =>
            {
                var remains = new List<string>();
                if (keys.Exists(id))
                    remains.Add($"{keys.Place} still holds the data key");
                if (PersonRows.NumberOf(connection, id) is var number and not 0)
                {
                    remains.Add($"{data.Name} still holds the person's row");
                    foreach (var (what, sql) in s_rows)
                    {
                        if (connection.Number(sql, ("@person", number)) > 0)
                            remains.Add($"{data.Name} still holds {what}");
                    }
                }
                if (connection.Number("SELECT count(*) FROM changes WHERE person = @id AND removed = 0", ("@id", id)) > 0)
                    remains.Add("the log of changes names the person as enrolled");
                if (!isEmptied)
                    remains.Add("the write-ahead log or a table may hold old pages, sealed, while somebody reads or clears; ask again in a moment");
                return new RemovalProof(id, remains);
            },
            cancellation).ConfigureAwait(false);
    }

    private static readonly (string What, string Sql)[] s_rows =
    [
        ("faces", "SELECT count(*) FROM faces WHERE person = @person"),
        ("photos", "SELECT count(*) FROM photos WHERE face IN (SELECT number FROM faces WHERE person = @person)"),
        ("requests", "SELECT count(*) FROM requests WHERE person = @person"),
    ];
}
