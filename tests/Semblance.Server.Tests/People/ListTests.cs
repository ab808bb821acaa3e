using System.Net;
using Semblance.Storage;

namespace Semblance.Server.Tests.People;

/// <summary>The list of people: its orders and its pictures.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task List_Sorted_ComesInThatOrder()
    {
        await _service.EnrolAsync("bob", Faces.Lfw("Ahmed_Ghazi", 1));
        await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        Assert.Equal("Match", (await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Ahmed_Ghazi", 1), ("person", "bob"))))).GetProperty("outcome").GetString());

        Assert.Equal(["anna", "bob"], await NamesAsync(""));
        Assert.Equal(["anna", "bob"], await NamesAsync("?sort=created"));
        Assert.Equal(["bob", "anna"], await NamesAsync("?sort=used"));
        await Answers.ProblemAsync(await _service.GetAsync("admin", "/v1/people?sort=age"), 400, "invalidRequest");
        string next = (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people?limit=1"))).GetProperty("next").GetString()!;
        await Answers.ProblemAsync(await _service.GetAsync("admin", $"/v1/people?sort=used&after={next}"), 400, "invalidRequest");
    }

    [Fact]
    public async Task Thumbnail_OfAKeptPhoto_IsASmallPictureAndNotedOnceADay()
    {
        var kept = (await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "anna", [Faces.Lfw("Abdullah_Gul", 13)], keepPhotos: true), HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var none = (await _service.EnrolAsync("bob", Faces.Lfw("Ahmed_Ghazi", 1))).GetProperty("id").GetGuid();

        for (int i = 0; i < 2; i++)
        {
            var answer = await _service.GetAsync("admin", $"/v1/people/{kept}/thumbnail");
            Assert.Equal(("image/jpeg", "no-store"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.ToString()));
            var picture = PhotoReader.Decode(await answer.Content.ReadAsByteArrayAsync(), "thumbnail");
            Assert.Equal((128, 128), (picture.Width, picture.Height));
        }

        await Answers.ProblemAsync(await _service.GetAsync("admin", $"/v1/people/{none}/thumbnail"), 404, "notFound");
        var shown = Assert.Single((await _service.Store.Audit.ListAsync(new AuditQuery(Action: "photo.shown"))).Entries);
        Assert.Equal((kept, "thumbnail"), (shown.Event.Person, shown.Event.Detail));
    }

    [Fact]
    public async Task Thumbnail_ThatCouldNotBeNoted_IsNotShownAndNotedNextTime()
    {
        var kept = (await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "anna", [Faces.Lfw("Abdullah_Gul", 13)], keepPhotos: true), HttpStatusCode.Created)).GetProperty("id").GetGuid();
        using (var failing = new FailingStore(_service.Home, "INSERT ON audit"))
            await Answers.ProblemAsync(await _service.GetAsync("admin", $"/v1/people/{kept}/thumbnail"), 503, "storeUnavailable");

        Assert.Equal(HttpStatusCode.OK, (await _service.GetAsync("admin", $"/v1/people/{kept}/thumbnail")).StatusCode);

        Assert.Single((await _service.Store.Audit.ListAsync(new AuditQuery(Action: "photo.shown"))).Entries);
    }

    private async Task<IEnumerable<string?>> NamesAsync(string query) =>
        (await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/people{query}"))).GetProperty("people").EnumerateArray().Select(person => person.GetProperty("name").GetString());
}
