using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>Between people and their sealed rows: what is sealed under which name, in one place.</summary>
internal static partial class SealedRows
{
    private const string NameColumn = "people.name", ConsentColumn = "people.consent";
    private const string DetailsColumn = "faces.details", EmbeddingColumn = "faces.embedding", PhotoColumn = "photos.photo";

    public static byte[] SealName(PersonCipher cipher, PersonName name) => cipher.Seal(NameColumn, default, "", Encoding.UTF8.GetBytes(name.Value));

    public static PersonName OpenName(PersonCipher cipher, byte[] bytes) => PersonName.Stored(Encoding.UTF8.GetString(cipher.Open(NameColumn, default, "", bytes)));

    public static byte[] SealConsent(PersonCipher cipher, Consent consent) => cipher.Seal(ConsentColumn, default, "", JsonSerializer.SerializeToUtf8Bytes(consent, SealedRowsContext.Default.Consent));

    public static byte[] OpenPhoto(PersonCipher cipher, Guid face, string pack, byte[] bytes) => cipher.Open(PhotoColumn, face, pack, bytes);

    public static Consent OpenConsent(PersonCipher cipher, byte[] bytes) =>
        JsonSerializer.Deserialize(cipher.Open(ConsentColumn, default, "", bytes), SealedRowsContext.Default.Consent) ?? throw new StoreException("A consent record is empty.");

    /// <summary>A person without embeddings and photos.</summary>
    public static Person OpenPerson(PersonCipher cipher, PersonRow row) => new(
        row.Id,
        OpenName(cipher, row.Name),
        row.Created,
        row.Changed,
        OpenConsent(cipher, row.Consent),
        [.. row.Faces.Select(face =>
        {
            var details = OpenDetails(cipher, face.Id, face.Pack, face.Details);
            return new StoredFace(face.Id, face.Pack, details.Quality, details.Pose, details.Added, face.HasPhoto);
        })])
    {
        Used = row.Used,
        Mistaken = row.Mistaken,
    };

    public static FaceDetails OpenDetails(PersonCipher cipher, Guid face, string pack, byte[] bytes) =>
        FaceDetails.Parse(cipher.Open(DetailsColumn, face, pack, bytes));

    public static Embedding OpenEmbedding(PersonCipher cipher, EmbeddingRow row) =>
        FaceDetails.EmbeddingOf(row.Pack, cipher.Open(EmbeddingColumn, row.Id, row.Pack, row.Embedding));

    /// <summary>What faces are compared with: embeddings of one pack, the best first; null where there are none.</summary>
    public static Template? OpenTemplate(PersonCipher cipher, byte[] name, DateTimeOffset created, IReadOnlyList<EmbeddingRow> rows)
    {
        if (rows.Count == 0)
            return null;
        var faces = rows
            .Select(row => (Embedding: OpenEmbedding(cipher, row), OpenDetails(cipher, row.Id, row.Pack, row.Details).Quality))
            .OrderByDescending(face => face.Quality.Rank())
            .ToList();
        return new Template(OpenName(cipher, name).Value, rows[0].Pack, [.. faces.Select(face => face.Embedding)], [.. faces.Select(face => face.Quality)], created);
    }

    /// <summary>Stores a face of a person.</summary>
    public static void AddFace(SqlSession data, PersonCipher cipher, long person, NewFace face, bool keepPhoto, DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        string pack = face.Embedding.ModelId;
        data.Execute(
            "INSERT INTO faces (id, person, pack, details, embedding) VALUES (@id, @person, @pack, @details, @embedding)",
            ("@id", id), ("@person", person), ("@pack", pack),
            ("@details", cipher.Seal(DetailsColumn, id, pack, new FaceDetails(face.Quality, face.Pose, now).ToBytes())),
            ("@embedding", cipher.Seal(EmbeddingColumn, id, pack, FaceDetails.BytesOf(face.Embedding))));
        if (keepPhoto && face.Photo is { } photo)
            data.Execute("INSERT INTO photos (face, photo) VALUES ((SELECT number FROM faces WHERE id = @id), @photo)", ("@id", id), ("@photo", cipher.Seal(PhotoColumn, id, pack, photo)));
    }

    /// <summary>Gives a face to another person: sealed under their key, and bound to them.</summary>
    public static void MoveFace(SqlSession data, PersonCipher from, PersonCipher to, long person, EmbeddingRow face, bool keepPhoto)
    {
        data.Execute(
            "UPDATE faces SET person = @person, details = @details, embedding = @embedding WHERE number = @number",
            ("@number", face.Number), ("@person", person),
            ("@details", Reseal(DetailsColumn, face.Details)),
            ("@embedding", Reseal(EmbeddingColumn, face.Embedding)));
        if (data.First("SELECT photo FROM photos WHERE face = @face", row => row.Bytes(0), ("@face", face.Number)) is not { } photo)
            return;
        if (keepPhoto)
            data.Execute("UPDATE photos SET photo = @photo WHERE face = @face", ("@face", face.Number), ("@photo", Reseal(PhotoColumn, photo)));
        else
            data.Execute("DELETE FROM photos WHERE face = @face", ("@face", face.Number));

        byte[] Reseal(string column, byte[] bytes) => to.Seal(column, face.Id, face.Pack, from.Open(column, face.Id, face.Pack, bytes));
    }

    [JsonSerializable(typeof(Consent))]
    private sealed partial class SealedRowsContext : JsonSerializerContext;
}
