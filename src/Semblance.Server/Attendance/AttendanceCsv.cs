using System.Globalization;
using System.Text;

namespace Semblance.Server.Attendance;

/// <summary>Attendance as a table for other programs: CSV of RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know it.</summary>
internal static class AttendanceCsv
{
    /// <summary>The table: day, name, person (id), first, last (local times with their offset), times.</summary>
    public static byte[] Of(AttendanceView attendance)
    {
        var text = new StringBuilder("day,name,person,first,last,times\r\n");
        foreach (var day in attendance.Days)
        {
            foreach (var person in day.People)
                text.Append(CultureInfo.InvariantCulture, $"{Text(day.Day)},{Quoted(person.Name ?? "")},{person.Id},{Text(person.First)},{Text(person.Last)},{person.Times}\r\n");
        }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>A day as 2026-11-02.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    // Names begin with a letter or digit, so no spreadsheet takes one for a formula.
    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
