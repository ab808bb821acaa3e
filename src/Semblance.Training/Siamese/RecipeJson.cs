using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Semblance.Training.Siamese;

/// <summary>How recipes and training records stand in JSON: camelCase, names instead of numbers.</summary>
public static class RecipeJson
{
    /// <summary>The conventions.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>A recipe (of embedders or detectors) with some of its points changed, each given as <c>name=value</c> with the name as in JSON.</summary>
    /// <exception cref="ArgumentException">There is no such point, or the value does not suit it.</exception>
    public static T Change<T>(T recipe, IEnumerable<string> changes)
    {
        var json = JsonSerializer.SerializeToNode(recipe, Options)!.AsObject();
        foreach (string change in changes)
        {
            var (name, value) = change.Split('=', 2) is [var left, var right] ? (left, right) : throw new ArgumentException($"{change}: a change reads name=value.", nameof(changes));
            if (!json.ContainsKey(name))
                throw new ArgumentException($"A recipe has no {name}; it has {string.Join(", ", json.Select(point => point.Key))}.", nameof(changes));
            json[name] = json[name]!.GetValueKind() == JsonValueKind.String ? value : JsonNode.Parse(value);
        }
        return json.Deserialize<T>(Options)!;
    }
}
