using System.Net;
using System.Net.Http.Headers;
using Semblance.Testing;

namespace Semblance.Server.Tests.Hosting;

/// <summary>The program on a disk that is full.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Enrolment_OnAFullDisk_IsRefusedWithTheReasonAndNothingAcknowledgedIsLost()
    {
        using var disk = new SmallDisk(megabytes: 12);
        string key;
        using (var program = await ServeProgram.StartAsync(disk.Path, "--urls", "http://127.0.0.1:0"))
        {
            key = program.Key;
            using var http = Client(program, key);
            await Answers.JsonAsync(await EnrolAsync(http, "anna", Faces.Lfw("Abdullah_Gul", 13)), HttpStatusCode.Created);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);

            disk.Fill();
            var refused = await Answers.ProblemAsync(await EnrolAsync(http, "bob", Faces.Lfw("Ahmed_Ghazi", 1)), 503, "storeUnavailable");
            Assert.Contains("disk", refused.GetProperty("detail").GetString());
            await Answers.ProblemAsync(await http.GetAsync("/health/ready"), 503, "storeUnavailable");
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
            program.Kill();
        }
        disk.Free();

        using var again = await ServeProgram.StartAsync(disk.Path, "--urls", "http://127.0.0.1:0");
        using var client = Client(again, key);
        var people = await Answers.JsonAsync(await client.GetAsync("/v1/people"));
        Assert.Equal(["anna"], people.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("name").GetString()));
        Assert.True((await Answers.JsonAsync(await client.GetAsync("/v1/audit/verification"))).GetProperty("intact").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        await Answers.JsonAsync(await EnrolAsync(client, "bob", Faces.Lfw("Ahmed_Ghazi", 1)), HttpStatusCode.Created);
    }

    private static HttpClient Client(ServeProgram program, string key) =>
        new() { BaseAddress = new Uri(program.Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private static Task<HttpResponseMessage> EnrolAsync(HttpClient http, string name, string photo)
    {
        // Kept photos take more room than SQLite may have on disk already.
        var form = Faces.Form(photo, ("name", name), ("consent", "yes"), ("keepPhotos", "true"));
        return http.PostAsync("/v1/people", form);
    }
}
