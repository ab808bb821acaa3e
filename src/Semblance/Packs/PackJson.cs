using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Semblance.Packs;

/// <summary>
/// How pack.json is read and written, generated at build time: a trimmed program has no reflection to do it with. An init property that pack.json leaves out becomes null or 0, whatever it was
/// initialised with: such a default belongs into the getter or into a constructor's parameter.
/// </summary>
[JsonSerializable(typeof(PackManifest))]
[JsonSerializable(typeof(PackShape))]
internal sealed partial class PackJson : JsonSerializerContext
{
    public static JsonTypeInfo<PackManifest> Manifest => (JsonTypeInfo<PackManifest>)Packs.PackManifest.Json.GetTypeInfo(typeof(PackManifest));

    public static JsonTypeInfo<PackShape> Shape => (JsonTypeInfo<PackShape>)Packs.PackManifest.Json.GetTypeInfo(typeof(PackShape));
}

/// <summary>What shapes an embedding: the pack's id is a hash over it, so names and order stay as they are.</summary>
internal sealed record PackShape(EmbedderEntry Embedder, DetectorEntry Detector, string Alignment, string Comparator);
