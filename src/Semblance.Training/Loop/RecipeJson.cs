using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Semblance.Training.Loop;

/// <summary>How recipes and training records stand in JSON: camelCase, names instead of numbers.</summary>
internal static class RecipeJson
{
    /// <summary>The conventions.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>A recipe, a record or several of them as JSON.</summary>
    public static JsonNode? Of<T>(T value) => JsonSerializer.SerializeToNode(value, Options);

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
            json[name] = json[name]?.GetValueKind() == JsonValueKind.String ? value : Parse(change, value);
        }
        try
        {
            return json.Deserialize<T>(Options)!;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"{string.Join(" ", changes)}: {e.Path?.TrimStart('$', '.')} does not take this value.", nameof(changes), e);
        }
    }

    // No point of a recipe is negative: they are counts, sizes, shares and weights.
    private static JsonNode? Parse(string change, string value)
    {
        try
        {
            var node = JsonNode.Parse(value);
            return node?.GetValueKind() != JsonValueKind.Number || node.GetValue<double>() >= 0 ? node : throw new ArgumentException($"{change}: it must be at least 0.", nameof(change));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"{change}: give a number with a decimal point, such as 0.5, or true or false.", nameof(change), e);
        }
    }
}
