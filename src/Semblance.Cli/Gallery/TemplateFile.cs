using System.Text.Json;
using Semblance.Storage;

namespace Semblance.Cli.Gallery;

/// <summary>template.json of version 0.1's folders: one person's embeddings with the pack that made them.</summary>
internal static class TemplateFile
{
    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="JsonException">The bytes are no template of this person.</exception>
    /// <exception cref="ArgumentException">An embedding is empty or not finite.</exception>
    public static Template Parse(byte[] bytes, PersonName name)
    {
        var content = JsonSerializer.Deserialize<Content>(bytes, s_json) ?? throw new JsonException("it is empty");
        if (content.Format != CurrentFormat)
            throw new JsonException($"it has the format {content.Format}, not {CurrentFormat}");
        if (content.Name != name.Value)
            throw new JsonException($"it belongs to {content.Name}");
        if (content.Faces.Count == 0)
            throw new JsonException("it holds no embedding");
        return new Template(
            content.Name,
            content.Pack,
            [.. content.Faces.Select(face => new Embedding(content.Pack, face.Embedding))],
            [.. content.Faces.Select(face => face.Quality)],
            content.Created);
    }

    private sealed record Content(int Format, string Name, string Pack, DateTimeOffset Created, IReadOnlyList<Entry> Faces);

    private sealed record Entry(float[] Embedding, FaceQuality Quality);
}
