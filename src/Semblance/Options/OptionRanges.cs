using System.Globalization;
using System.Runtime.CompilerServices;

namespace Semblance.Options;

/// <summary>Collects which of some options lie outside their ranges; what is not a number does.</summary>
internal sealed class OptionRanges
{
    private readonly List<string> _faults = [];

    /// <summary>In sentences that name the option as pack.json writes it; empty where all are in range.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public OptionRanges Number(double value, double least, double most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= least && value <= most))
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{InJson(name)} is {value}, and lies between {least} and {most}"));
        return this;
    }

    /// <summary>A time from <paramref name="least"/> to <paramref name="most"/> seconds.</summary>
    public OptionRanges Seconds(TimeSpan value, double least, double most, [CallerArgumentExpression(nameof(value))] string name = "") => Number(value.TotalSeconds, least, most, name);

    /// <summary>Two numbers of which the first is at most the second.</summary>
    public OptionRanges Ordered(double lower, double upper, [CallerArgumentExpression(nameof(lower))] string lowerName = "", [CallerArgumentExpression(nameof(upper))] string upperName = "")
    {
        if (!(lower <= upper))
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{InJson(lowerName)} is {lower}, and is at most {InJson(upperName)}, which is {upper}"));
        return this;
    }

    /// <summary>The options of a part, named after it.</summary>
    public OptionRanges Part(string name, IReadOnlyList<string> faults)
    {
        _faults.AddRange(faults.Select(fault => $"{name}.{fault}"));
        return this;
    }

    // "box.MinSide" and "MinSide" alike.
    private static string InJson(string name) => string.Join('.', name.Split('.').Select(part => char.ToLowerInvariant(part[0]) + part[1..]));
}
