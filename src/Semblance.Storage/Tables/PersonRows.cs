using System.Data.Common;

namespace Semblance.Storage.Tables;

/// <summary>The rows of people, sealed as they are stored.</summary>
internal static class PersonRows
{
    private const string Columns = "SELECT number, id, name, consent, created, changed, used, mistaken FROM people ";

    public static PersonRow? Find(SqlSession data, Guid id) => WithFaces(data, data.First(Columns + "WHERE id = @id", Read, ("@id", id)));

    public static PersonRow? Find(SqlSession data, byte[] nameHash) => WithFaces(data, data.First(Columns + "WHERE name_hash = @hash", Read, ("@hash", nameHash)));

    public static long NumberOf(SqlSession data, Guid id) => data.Number("SELECT number FROM people WHERE id = @id", ("@id", id));

    /// <summary>Whose name has this hash; null where it is nobody's.</summary>
    public static Guid? Owner(SqlSession data, byte[] nameHash) =>
        data.First("SELECT id FROM people WHERE name_hash = @hash", row => (Guid?)row.Id(0), ("@hash", nameHash));

    /// <summary>The faces of a person with their embeddings, the oldest first.</summary>
    /// <param name="data">The file.</param>
    /// <param name="person">The person's number.</param>
    /// <param name="pack">Only those of this pack; null: all.</param>
    public static List<EmbeddingRow> Embeddings(SqlSession data, long person, string? pack) => data.Query(
        $"SELECT number, id, pack, details, embedding FROM faces WHERE person = @person {(pack is null ? "" : "AND pack = @pack")} ORDER BY number",
        row => new EmbeddingRow(row.GetInt64(0), row.Id(1), row.GetString(2), row.Bytes(3), row.Bytes(4)),
        pack is null ? [("@person", person)] : [("@person", person), ("@pack", pack)]);

    /// <summary>Deletes a person's rows and notes it in the log of changes.</summary>
    public static void Remove(SqlSession data, Guid id)
    {
        data.Execute("DELETE FROM people WHERE id = @id", ("@id", id));
        data.Execute("DELETE FROM merged WHERE person = @id", ("@id", id));
        ChangeLog.Add(data, id, removed: true);
    }

    private static PersonRow Read(DbDataReader row) => new(row.GetInt64(0), row.Id(1), row.Bytes(2), row.Bytes(3), row.Time(4), row.Time(5), row.IsDBNull(6) ? null : row.Time(6), (int)row.GetInt64(7), []);

    private static PersonRow? WithFaces(SqlSession data, PersonRow? person) => person is null ? null : person with
    {
        Faces = data.Query(
            "SELECT number, id, pack, details, EXISTS (SELECT 1 FROM photos WHERE face = number) FROM faces WHERE person = @person ORDER BY number",
            row => new FaceRow(row.GetInt64(0), row.Id(1), row.GetString(2), row.Bytes(3), row.GetBoolean(4)),
            ("@person", person.Number)),
    };
}

/// <summary>A person as stored.</summary>
internal sealed record PersonRow(long Number, Guid Id, byte[] Name, byte[] Consent, DateTimeOffset Created, DateTimeOffset Changed, DateTimeOffset? Used, int Mistaken, IReadOnlyList<FaceRow> Faces);

/// <summary>A face as stored, without what is long.</summary>
internal sealed record FaceRow(long Number, Guid Id, string Pack, byte[] Details, bool HasPhoto);

/// <summary>A face as stored, with its embedding.</summary>
internal sealed record EmbeddingRow(long Number, Guid Id, string Pack, byte[] Details, byte[] Embedding);
