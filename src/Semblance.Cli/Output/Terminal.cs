using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Semblance.Cli.Output;

/// <summary>Where output goes: with --json, stdout carries JSON alone and people read stderr; without it, results are text on stdout.</summary>
internal sealed class Terminal(bool json)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new FiniteNumber<double>(), new FiniteNumber<float>() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly bool s_colours =
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    public bool IsJson => json;

    /// <summary>A result for scripts, on one line; nothing without --json.</summary>
    public void Document(object value)
    {
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(value, s_json));
    }

    /// <summary>A result for people.</summary>
    public void Say(string text) => (json ? Console.Error : Console.Out).WriteLine(text);

    /// <summary>What is not the result: warnings, advice, counts.</summary>
    public static void Note(string text) => Console.Error.WriteLine(text);

    /// <summary>A decision for people: the outcome in colour, then the reasons.</summary>
    public void Say(Decision decision, string detail)
    {
        string outcome = decision.Outcome.ToString();
        if (s_colours && !json)
            outcome = $"\e[{(decision.Outcome switch { Outcome.Match => 32, Outcome.NoMatch => 31, _ => 33 })}m{outcome}\e[0m";
        Say($"{outcome}  {detail}".TrimEnd());
        foreach (string reason in decision.Reasons)
            Say($"  {reason}");
    }

    /// <summary>JSON knows no infinity and nothing that is no number: both are null.</summary>
    private sealed class FiniteNumber<T> : JsonConverter<T> where T : struct, IBinaryFloatingPointIeee754<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.CreateChecked(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (!T.IsFinite(value))
                writer.WriteNullValue();
            else if (value is float single)
                writer.WriteNumberValue(single);
            else
                writer.WriteNumberValue(double.CreateChecked(value));
        }
    }
}
