using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Sealing;

/// <summary>What is sealed of a person, as JSON.</summary>
internal static partial class PersonJson
{
    private static readonly PersonJsonContext s_json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    public static byte[] Format(NewPerson person) => JsonSerializer.SerializeToUtf8Bytes(
        new Content(
            person.Name.Value,
            person.Consent,
            [.. person.Faces.Select(face => new Face(face.Embedding.ModelId, FaceDetails.BytesOf(face.Embedding), face.Quality, face.Pose, face.Photo))]),
        s_json.Content);

    /// <exception cref="SealException">The bytes hold no person that a gallery would take.</exception>
    public static NewPerson Parse(byte[] bytes)
    {
        try
        {
            var content = JsonSerializer.Deserialize(bytes, s_json.Content) ?? throw new JsonException("it is empty");
            if (content.Faces.Count == 0)
                throw new JsonException("it holds no face");
            return new NewPerson(
                PersonName.Parse(content.Name),
                content.Consent,
                [.. content.Faces.Select(face => new NewFace(FaceDetails.EmbeddingOf(face.Pack, face.Embedding), face.Quality, face.Pose, face.Photo))]);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or PersonNameException)
        {
            throw new SealException($"The sealed file holds no person: {e.Message}", e);
        }
    }

    private sealed record Content(string Name, Consent Consent, IReadOnlyList<Face> Faces);

    private sealed record Face(string Pack, byte[] Embedding, FaceQuality Quality, string? Pose, byte[]? Photo);

    [JsonSerializable(typeof(Content))]
    private sealed partial class PersonJsonContext : JsonSerializerContext;
}
