using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Semblance.Detection;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Packs;

/// <summary>A section of pack.json of which a part may be given: what is left out keeps its default.</summary>
/// <param name="standard">All defaults.</param>
internal abstract class PackSection<T>(T standard) : JsonConverter<T>
{
    private static JsonTypeInfo<T> Info => (JsonTypeInfo<T>)PackManifest.Json.GetTypeInfo(typeof(T));

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var given = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("A section is an object.");
        var whole = JsonSerializer.SerializeToNode(standard, Info)!.AsObject();
        Lay(given, whole);
        return whole.Deserialize(Info);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, Info);

    private static void Lay(JsonObject given, JsonObject whole)
    {
        foreach (var (name, value) in given)
        {
            if (value is JsonObject part && whole[name] is JsonObject below)
                Lay(part, below);
            else
                whole[name] = value?.DeepClone();
        }
    }
}

/// <summary>The section <c>liveness</c>.</summary>
internal sealed class LivenessSection() : PackSection<LivenessOptions>(LivenessOptions.Default);

/// <summary>The section <c>quality</c>.</summary>
internal sealed class QualitySection() : PackSection<QualityOptions>(QualityOptions.Default);

/// <summary>The section <c>detection</c>.</summary>
internal sealed class DetectionSection() : PackSection<DetectionOptions>(DetectionOptions.Default);

/// <summary>The section <c>continuity</c>.</summary>
internal sealed class ContinuitySection() : PackSection<ContinuityOptions>(ContinuityOptions.Default);
