using System.CommandLine;
using Semblance.Numbers;

namespace Semblance.Benchmarks.Commands;

/// <summary>Options that several benchmarks share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on stdout; the table then goes to stderr." };

    public static Option<string> Pack { get; } = new("--pack") { Description = "The pack's folder.", Required = true };

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static Option<int> Number(string name, string description, int standard, int least) => NumberOption.Create(name, description, Limits.From(least), () => standard);
}
