using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Semblance.Detection;
using Semblance.Liveness;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Sessions;
using Semblance.Testing;

namespace Semblance.Tests.Packs;

/// <summary>pack.json goes through generated code, which a trimmed program needs and which has a pitfall.</summary>
public class PackJsonTests
{
    // As before the code was generated: reflection over the same types.
    private static readonly JsonSerializerOptions s_reflected = new(PackManifest.Json) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    // They are laid over their defaults (PackSection).
    private static readonly HashSet<Type> s_sections = [typeof(QualityOptions), typeof(LivenessOptions), typeof(DetectionOptions), typeof(ContinuityOptions)];

    [Fact]
    public void Manifest_ReadAndWrittenByGeneratedCode_IsWhatReflectionMakes()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(TestData.Repository, "packs", "builtin", "pack.json"));
        var generated = JsonSerializer.Deserialize<PackManifest>(file, PackManifest.Json);
        var reflected = JsonSerializer.Deserialize<PackManifest>(file, s_reflected);

        Assert.Equal(JsonSerializer.Serialize(reflected, s_reflected), JsonSerializer.Serialize(generated, PackManifest.Json));
    }

    [Fact]
    public void Json_OfWhatIsNotGenerated_IsRefused() => Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new { Name = "x" }, PackManifest.Json));

    [Fact]
    public void Manifest_EveryTypeOfIt_HasNoDefaultThatGeneratedCodeLoses()
    {
        // Generated code sets every init property, with null or 0 where the JSON has none: a default must be a constructor's parameter, or stand in the getter.
        var lost = from type in TypesOf(typeof(PackManifest), [])
                   where type.GetConstructor(Type.EmptyTypes) is not null
                   let made = Activator.CreateInstance(type)
                   let bare = RuntimeHelpers.GetUninitializedObject(type)
                   from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                   where property.SetMethod is not null && !Same(property.GetValue(made), property.GetValue(bare))
                   select $"{type.Name}.{property.Name}";

        Assert.Empty(lost);
    }

    private static bool Same(object? a, object? b) => Equals(a, b) || a is System.Collections.ICollection { Count: 0 } && b is System.Collections.ICollection { Count: 0 };

    private static IEnumerable<Type> TypesOf(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? (type.IsGenericType ? type.GetGenericArguments()[^1] : type);
        if (type.Assembly != typeof(PackManifest).Assembly || s_sections.Contains(type) || !seen.Add(type))
            return [];
        var derived = type.Assembly.GetTypes().Where(other => other != type && other.IsAssignableTo(type));
        return type.GetProperties().Select(property => property.PropertyType).Concat(derived).SelectMany(next => TypesOf(next, seen)).Append(type).ToList();
    }

    [Fact]
    public void Manifest_SectionOfWhichAPartIsGiven_KeepsTheOtherDefaults()
    {
        var json = JsonSerializer.SerializeToNode(ModelPack.Builtin().Manifest, PackJson.Manifest)!;
        json["liveness"] = JsonNode.Parse("""{"motion":{"keeps":"00:00:03"}}""");

        var read = json.Deserialize(PackJson.Manifest)!.Liveness!;

        Assert.Equal(LivenessOptions.Default.Motion with { Keeps = TimeSpan.FromSeconds(3), Evidence = read.Motion.Evidence }, read.Motion);
        Assert.Equal(LivenessOptions.Default.Life.LeastChange, read.Life.LeastChange);
    }
}
