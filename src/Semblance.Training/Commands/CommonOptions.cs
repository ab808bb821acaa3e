using System.CommandLine;
using System.Globalization;
using Semblance.Numbers;

namespace Semblance.Training.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<int> Threads { get; } = NumberOption.Create("--threads", "Threads to compute with.", Limits.Between(1, 1024), () => Environment.ProcessorCount);

    public static Option<int> Seed { get; } = NumberOption.Create("--seed", "Fixes everything random.", Limits.None, () => 1);

    public static Option<bool> Resume { get; } = new("--resume") { Description = "Go on from the checkpoint in --out." };

    public static Option<string> Device { get; } = CreateDevice();

    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on stdout; everything for people goes to stderr." };

    /// <summary>An option that takes one of a few names.</summary>
    public static Option<string> Named(string name, string description, string standard, params string[] names)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    private static Option<string> CreateDevice()
    {
        var option = new Option<string>("--device") { Description = "Where to compute: cpu, cuda (the first GPU) or cuda:N. docs/training.md says what a GPU needs.", HelpName = "DEVICE", DefaultValueFactory = _ => "cpu" };
        option.Validators.Add(result =>
        {
            string name = result.GetValueOrDefault<string>() ?? "";
            bool isNumbered = name.StartsWith("cuda:", StringComparison.Ordinal) && byte.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (name is not ("cpu" or "cuda") && !isNumbered)
                result.AddError($"--device {name}: give cpu, cuda or the number of a GPU, such as cuda:1.");
        });
        return option;
    }
}
