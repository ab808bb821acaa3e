using System.CommandLine;

namespace Semblance.Benchmarks.Commands;

/// <summary>Options that several benchmarks share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on stdout; the table then goes to stderr." };

    public static Option<string> Pack { get; } = new("--pack") { Description = "The pack's folder.", Required = true };

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static Option<int> Number(string name, string description, int standard, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int number) && number < least)
                result.AddError($"{name} must be at least {least}.");
        });
        return option;
    }
}
