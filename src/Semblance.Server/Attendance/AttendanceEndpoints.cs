using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Attendance;

/// <summary>Who was recognised on which days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, with it.</param>
/// <param name="Zone">Where days begin at midnight.</param>
/// <param name="Days">Every day of the span, the first one first.</param>
internal sealed record AttendanceView(DateOnly From, DateOnly To, string Zone, IReadOnlyList<AttendanceDayView> Days);

/// <summary>Who was recognised on a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Begins">When it began there.</param>
/// <param name="Ends">When it ended there: on days on which clocks are changed not 24 hours later.</param>
/// <param name="People">Who came first stands first.</param>
internal sealed record AttendanceDayView(DateOnly Day, DateTimeOffset Begins, DateTimeOffset Ends, IReadOnlyList<PresenceView> People);

/// <summary>When somebody was recognised on a day.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">Their name; null where they are gone.</param>
/// <param name="HasPhoto">Whether photos of them were kept.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The last time.</param>
/// <param name="Times">How often.</param>
internal sealed record PresenceView(Guid Id, string? Name, bool HasPhoto, DateTimeOffset First, DateTimeOffset Last, long Times);

/// <summary>When people were recognised first and last a day, from the audit log.</summary>
internal static class AttendanceEndpoints
{
    private const int MostDays = 92;

    public static void MapAttendance(this IEndpointRouteBuilder routes)
    {
        var attendance = routes.MapGroup("/v1/attendance").WithTags("Attendance").Needs(Role.Admin);
        attendance.MapGet("", Read).WithSummary("When people were recognised first and last a day")
            .WithDescription($"From `from` to `to`, with both, at most {MostDays} days; the last seven by default. `zone` says where midnight is: a name such as Europe/Berlin, or an offset such as +01:00; UTC by default. Reaches back as far as the audit log.")
            .Answers<AttendanceView>(200, Problem.InvalidRequest);
        attendance.MapGet("/export", Export).WithSummary("The same as a table").WithDescription("CSV (RFC 4180) with a line for each person and day.").AnswersFile("text/csv", Problem.InvalidRequest);
    }

    private static async Task<Ok<AttendanceView>> Read(IStore store, TimeProvider time, DateOnly? from, DateOnly? to, string? zone, Guid? person, CancellationToken cancellation) =>
        TypedResults.Ok(await ReadAsync(store, time, from, to, zone, person, cancellation));

    private static async Task<FileContentHttpResult> Export(HttpContext context, IStore store, TimeProvider time, DateOnly? from, DateOnly? to, string? zone, Guid? person, CancellationToken cancellation)
    {
        var read = await ReadAsync(store, time, from, to, zone, person, cancellation);
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("attendance.exported", caller.Name, person, Detail: $"{AttendanceCsv.Text(read.From)} to {AttendanceCsv.Text(read.To)}", Address: caller.Address), cancellation);
        return TypedResults.Bytes(AttendanceCsv.Of(read), "text/csv; charset=utf-8", $"attendance-{AttendanceCsv.Text(read.From)}-{AttendanceCsv.Text(read.To)}.csv");
    }

    private static async Task<AttendanceView> ReadAsync(IStore store, TimeProvider time, DateOnly? from, DateOnly? to, string? zone, Guid? person, CancellationToken cancellation)
    {
        var place = ZoneOf(zone);
        if (!IsUsual(from) || !IsUsual(to))
            throw WrongDays();
        var last = to ?? from?.AddDays(6) ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), place).DateTime);
        var first = from ?? last.AddDays(-6);
        if (last < first || last.DayNumber - first.DayNumber >= MostDays)
            throw WrongDays();
        var days = new List<AttendanceDayView>();
        var known = new Dictionary<Guid, (string? Name, bool HasPhoto)>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var (begins, ends) = (LocalDays.StartOf(day, place), LocalDays.StartOf(day.AddDays(1), place));
            var people = new List<PresenceView>();
            foreach (var seen in await store.Audit.SightingsAsync(begins, ends, person, cancellation))
            {
                if (!known.TryGetValue(seen.Person, out var who))
                    known[seen.Person] = who = await FindAsync(store, seen.Person, cancellation);
                people.Add(new PresenceView(seen.Person, who.Name, who.HasPhoto, TimeZoneInfo.ConvertTime(seen.First, place), TimeZoneInfo.ConvertTime(seen.Last, place), seen.Times));
            }
            days.Add(new AttendanceDayView(day, begins, ends, people));
        }
        return new AttendanceView(first, last, place.Id, days);
    }

    private static bool IsUsual(DateOnly? day) => day is null or { Year: >= 2000 and <= 9000 };

    private static ProblemException WrongDays() => Problem.InvalidRequest.With($"from and to are days such as 2026-11-02, to is not before from, and together they are at most {MostDays} days.");

    private static TimeZoneInfo ZoneOf(string? zone) =>
        LocalDays.FindZone(zone is { Length: > 0 } ? zone : "UTC") ?? throw Problem.InvalidRequest.With("zone is the name of a time zone that the service's machine knows, such as Europe/Berlin, or an offset such as +01:00.");

    private static async Task<(string? Name, bool HasPhoto)> FindAsync(IStore store, Guid id, CancellationToken cancellation)
    {
        try
        {
            return await store.Gallery.FindAsync(id, cancellation) is { } person ? (person.Name.Value, person.Faces.Any(face => face.HasPhoto)) : (null, false);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            // What is damaged of one person does not hide when others came.
            return (null, false);
        }
    }
}
