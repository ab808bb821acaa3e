using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Semblance.Numbers;

/// <summary>
/// Options that take a number: a plain one, with a point, within limits, or a refusal that says what to give. System.CommandLine by itself reads "0,5" as 5 and takes NaN.
/// Compiled into each of the programs.
/// </summary>
internal static class NumberOption
{
    /// <summary>An option with a default, or one that must be given.</summary>
    /// <param name="name">Such as --threads.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="limits">Which numbers make sense.</param>
    /// <param name="standard">The default; null: it must be given.</param>
    public static Option<T> Create<T>(string name, string description, Limits limits, Func<T>? standard = null) where T : struct, INumber<T>
    {
        var option = new Option<T>(name) { Description = description, HelpName = "NUMBER", Required = standard is null, CustomParser = result => Read<T>(name, result, limits) ?? default };
        if (standard is not null)
            option.DefaultValueFactory = _ => standard();
        return option;
    }

    /// <summary>An option that may be left out.</summary>
    public static Option<T?> Optional<T>(string name, string description, Limits limits) where T : struct, INumber<T> =>
        new(name) { Description = description, HelpName = "NUMBER", CustomParser = result => Read<T>(name, result, limits) };

    /// <summary>An option that takes several numbers.</summary>
    public static Option<T[]> Several<T>(string name, string description, Limits limits, params T[] standard) where T : struct, INumber<T> => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => standard,
        CustomParser = result => [.. result.Tokens.Select(token => Read<T>(name, token.Value, result, limits) ?? default)],
    };

    private static T? Read<T>(string name, ArgumentResult result, Limits limits) where T : struct, INumber<T> => Read<T>(name, result.Tokens.Single().Value, result, limits);

    private static T? Read<T>(string name, string text, ArgumentResult result, Limits limits) where T : struct, INumber<T>
    {
        bool isWhole = typeof(T) == typeof(int);
        var style = isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!T.TryParse(text, style, CultureInfo.InvariantCulture, out var number) || !T.IsFinite(number))
        {
            result.AddError($"{name} {text}: give a {(isWhole ? "whole number, such as 5" : "number with a decimal point, such as 0.5")}.");
            return null;
        }
        if (limits.Hold(double.CreateChecked(number)))
            return number;
        result.AddError($"{name} {text}: it must be {limits}.");
        return null;
    }
}

/// <summary>Which numbers an option takes.</summary>
/// <param name="Least">The lowest.</param>
/// <param name="Most">The highest.</param>
/// <param name="Ends">Whether both ends are among them; an end of infinity never is.</param>
internal readonly record struct Limits(double Least, double Most, bool Ends)
{
    /// <summary>Any number.</summary>
    public static Limits None { get; } = new(double.NegativeInfinity, double.PositiveInfinity, Ends: false);

    /// <summary>Over 0.</summary>
    public static Limits Positive { get; } = new(0, double.PositiveInfinity, Ends: false);

    /// <summary>Over 0 and under 1.</summary>
    public static Limits Rate { get; } = Within(0, 1);

    /// <summary>This number or a higher one.</summary>
    public static Limits From(double least) => new(least, double.PositiveInfinity, Ends: true);

    /// <summary>Both ends among them.</summary>
    public static Limits Between(double least, double most) => new(least, most, Ends: true);

    /// <summary>Neither end among them.</summary>
    public static Limits Within(double least, double most) => new(least, most, Ends: false);

    /// <summary>Whether a number is among them.</summary>
    public bool Hold(double number) => Ends ? number >= Least && number <= Most : number > Least && number < Most;

    /// <summary>"at least 1", "between 1 and 20", "more than 0 and less than 1".</summary>
    public override string ToString() => (Ends, double.IsInfinity(Most)) switch
    {
        (true, true) => $"at least {Least:0.#######}",
        (true, false) => $"between {Least:0.#######} and {Most:0.#######}",
        (false, true) => $"more than {Least:0.#######}",
        (false, false) => $"more than {Least:0.#######} and less than {Most:0.#######}",
    };
}
