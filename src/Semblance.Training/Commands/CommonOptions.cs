using System.CommandLine;
using Semblance.Numbers;

namespace Semblance.Training.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<int> Threads { get; } = NumberOption.Create("--threads", "Threads to compute with.", Limits.Between(1, 1024), () => Environment.ProcessorCount);

    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on stdout; everything for people goes to stderr." };

    /// <summary>An option that takes one of a few names.</summary>
    public static Option<string> Named(string name, string description, string standard, params string[] names)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(names);
        return option;
    }
}
