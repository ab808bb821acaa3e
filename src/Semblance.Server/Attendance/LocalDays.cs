using System.Globalization;
using System.Text.RegularExpressions;

namespace Semblance.Server.Attendance;

/// <summary>Days as they begin at a place.</summary>
internal static partial class LocalDays
{
    /// <summary>A time zone by its name, or a fixed one by an offset such as +01:00 or -09:30; null where there is none.</summary>
    public static TimeZoneInfo? FindZone(string zone)
    {
        if (zone is ['+' or '-', ..])
        {
            return TimeSpan.TryParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
                ? TimeZoneInfo.CreateCustomTimeZone(zone, zone[0] == '-' ? -offset : offset, zone, zone)
                : null;
        }
        return Name().IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : null;
    }

    /// <summary>When a day begins: at midnight; where clocks are put forward at midnight, at the first time that there is, and where they are put back, at the earlier of the two.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight));
    }

    // The framework takes a name for the path of a file.
    [GeneratedRegex(@"\A[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
