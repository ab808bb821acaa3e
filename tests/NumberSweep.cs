using System.CommandLine;

namespace Semblance.Testing;

/// <summary>Gives every option of a program that takes a number what it must refuse in words.</summary>
internal static class NumberSweep
{
    private static readonly string[] s_notNumbers = ["0,5", "1,000", "NaN", "Infinity", "-Infinity", "1e999", "1.5.2", "half", ""];

    // Any number is a seed or a score; of the others none goes so far.
    private static readonly string[] s_unlimited = ["--seed", "--threshold"];

    /// <summary>What is wrong with the program's options, one sentence each; empty where all is well.</summary>
    public static IReadOnlyList<string> Problems(RootCommand root) => [.. All(root, []).SelectMany(path => path.Command.Options.Where(IsNumber).SelectMany(option => Problems(path.Words, option)))];

    /// <summary>How many such options there are.</summary>
    public static int Count(RootCommand root) => All(root, []).Sum(path => path.Command.Options.Count(IsNumber));

    private static IEnumerable<string> Problems(string[] command, Option option)
    {
        foreach (string text in s_notNumbers)
        {
            if (!Errors(option, text).Any(error => error.Contains("give a")))
                yield return $"{string.Join(' ', command)} {option.Name} {text}: not refused in words.";
        }
        if (!s_unlimited.Contains(option.Name) && !Errors(option, "-1000001").Any(error => error.Contains("it must be ")))
            yield return $"{string.Join(' ', command)} {option.Name} -1000001: not refused in words.";
    }

    // By itself: what else a command asks for is not the matter here.
    private static IEnumerable<string> Errors(Option option, string text) =>
        new RootCommand { option }.Parse([option.Name, text]).Errors.Select(error => error.Message).Where(message => message.StartsWith($"{option.Name} {text}: "));

    private static IEnumerable<(Command Command, string[] Words)> All(Command command, string[] words) =>
        command.Subcommands.SelectMany(each => All(each, [.. words, each.Name])).Prepend((command, words));

    private static bool IsNumber(Option option)
    {
        var type = option.ValueType.IsArray ? option.ValueType.GetElementType()! : option.ValueType;
        return Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum;
    }
}
