using System.Globalization;
using System.Text.Json;
using Semblance.Server.Attendance;
using Semblance.Storage;

namespace Semblance.Server.Tests.Attendance;

/// <summary>Who was recognised on which day.</summary>
public sealed class AttendanceTests : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Attendance_OfToday_HasThoseWhoWereRecognised()
    {
        var anna = (await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetGuid();
        await _service.EnrolAsync("bob", Faces.Lfw("Ahmed_Ghazi", 1));
        await VerifyAsync(Faces.Lfw("Abdullah_Gul", 13), "anna");
        await VerifyAsync(Faces.Lfw("Abdullah_Gul", 14), "anna");
        await VerifyAsync(Faces.Lfw("Abdullah_Gul", 13), "bob");

        var read = await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/attendance"));

        Assert.Equal(7, read.GetProperty("days").GetArrayLength());
        var today = read.GetProperty("days").EnumerateArray().Last(day => day.GetProperty("people").GetArrayLength() > 0);
        var seen = Assert.Single(today.GetProperty("people").EnumerateArray());
        Assert.Equal((anna, "anna", 2), (seen.GetProperty("id").GetGuid(), seen.GetProperty("name").GetString(), seen.GetProperty("times").GetInt32()));
        Assert.True(seen.GetProperty("first").GetDateTimeOffset() < seen.GetProperty("last").GetDateTimeOffset());
        var nobody = await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/attendance?person={Guid.NewGuid()}"));
        Assert.All(nobody.GetProperty("days").EnumerateArray(), day => Assert.Equal(0, day.GetProperty("people").GetArrayLength()));
    }

    [Fact]
    public async Task Attendance_InAnotherZone_HasItsDaysAndTimes()
    {
        var person = (await _service.EnrolAsync("Anna Smith", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetGuid();
        await _service.Store.Audit.AppendAsync(new AuditEvent("face.identified", "door", person, nameof(Outcome.Match)));
        var there = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(14));
        string day = there.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var read = await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/attendance?from={day}&to={day}&zone=%2B14:00"));
        var seen = Assert.Single(Assert.Single(read.GetProperty("days").EnumerateArray()).GetProperty("people").EnumerateArray());
        Assert.EndsWith("+14:00", seen.GetProperty("first").GetString());

        var file = await _service.GetAsync("admin", $"/v1/attendance/export?from={day}&to={day}&zone=%2B14:00");
        Assert.Equal(("text/csv", $"attendance-{day}-{day}.csv"), (file.Content.Headers.ContentType?.MediaType, file.Content.Headers.ContentDisposition?.FileName));
        string[] lines = (await file.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("day,name,person,first,last,times", lines[0]);
        Assert.Matches($"^{day},\"Anna Smith\",{person},{day}T\\d\\d:\\d\\d:\\d\\d\\+14:00,{day}T\\d\\d:\\d\\d:\\d\\d\\+14:00,1$", lines[1]);
        Assert.Equal("attendance.exported", (await _service.Store.Audit.ListAsync(new AuditQuery(Limit: 1))).Entries[0].Event.Action);
    }

    [Theory]
    [InlineData("?from=2026-11-02&to=2026-11-01")]
    [InlineData("?from=2026-01-01&to=2026-12-31")]
    [InlineData("?from=yesterday")]
    [InlineData("?zone=Middle-earth")]
    [InlineData("?zone=%2B99:00")]
    [InlineData("?from=0001-01-01&to=0001-01-02")]
    [InlineData("?to=0001-01-01")]
    [InlineData("?from=9999-12-31")]
    [InlineData("?zone=%2Fusr%2Fshare%2Fzoneinfo%2FEurope%2FBerlin")]
    [InlineData("?zone=Europe%2F..%2FEurope%2FBerlin")]
    [InlineData("?zone=Europe%2FBerlin%0A")]
    public async Task Attendance_OfWhatCannotBe_IsAnInvalidRequest(string query) =>
        await Answers.ProblemAsync(await _service.GetAsync("admin", $"/v1/attendance{query}"), 400, "invalidRequest");

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-25T00:00:00+02:00", 25)]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00", 23)]
    [InlineData("-03:30", "2026-03-29", "2026-03-29T00:00:00-03:30", 24)]
    public void Day_WhereClocksChange_IsAsLongAsItIs(string name, string text, string begins, int hours)
    {
        var (zone, day) = (LocalDays.FindZone(name)!, DateOnly.Parse(text, CultureInfo.InvariantCulture));

        Assert.Equal(DateTimeOffset.Parse(begins, CultureInfo.InvariantCulture), LocalDays.StartOf(day, zone));
        Assert.Equal(TimeSpan.FromHours(hours), LocalDays.StartOf(day.AddDays(1), zone) - LocalDays.StartOf(day, zone));
    }

    private async Task VerifyAsync(string photo, string name) =>
        Assert.Equal(JsonValueKind.String, (await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(photo, ("person", name))))).GetProperty("outcome").ValueKind);
}
