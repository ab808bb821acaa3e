using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Server.Access;
using Semblance.Server.People;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.Tests.Http;

public sealed class PeopleTests : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Person_Enrolled_CanBeReadRenamedAndRemoved()
    {
        var person = await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string path = $"/v1/people/{person.GetProperty("id").GetString()}";

        Assert.Equal("anna", person.GetProperty("name").GetString());
        Assert.Equal("enrollkey", (await Answers.JsonAsync(await _service.SendAsync("admin", HttpMethod.Patch, path, JsonContent.Create(new { name = "enrollkey" })))).GetProperty("name").GetString());
        Assert.Equal(1, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people?search=ENROLL"))).GetProperty("total").GetInt32());
        Assert.Equal(0, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people?search=anna"))).GetProperty("total").GetInt32());

        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, path)).StatusCode);
        await Answers.ProblemAsync(await _service.GetAsync("admin", path), 404, "notFound");
        await Answers.ProblemAsync(await _service.SendAsync("admin", HttpMethod.Delete, path), 404, "notFound");
        Assert.True((await Answers.JsonAsync(await _service.GetAsync("admin", $"{path}/removal"))).GetProperty("removed").GetBoolean());
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("a")]
    public async Task List_AfterWhatIsNoPosition_IsAnInvalidRequest(string after) =>
        await Answers.ProblemAsync(await _service.GetAsync("admin", $"/v1/people?after={after}"), 400, "invalidRequest");

    [Theory]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=")]
    public async Task Body_InAnUnknownCharset_IsUnsupported(string type)
    {
        var content = new StringContent("{}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await Answers.ProblemAsync(await _service.SendAsync("admin", HttpMethod.Post, "/v1/people", content), 415, "unsupportedMediaType");
    }

    [Fact]
    public async Task Removal_OfSomebodyWhoIsThere_SaysWhatRemains()
    {
        var person = await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));

        var proof = await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/people/{person.GetProperty("id").GetString()}/removal"));

        Assert.False(proof.GetProperty("removed").GetBoolean());
        Assert.NotEmpty(proof.GetProperty("remains").EnumerateArray());
    }

    [Fact]
    public async Task Enrolment_ByJson_IsTheSameAsByForm()
    {
        var request = new { name = "anna", consent = new { text = "I agree.", keepPhotos = true }, photos = new[] { File.ReadAllBytes(Faces.Lfw("Abdullah_Gul", 13)) } };

        var person = await Answers.JsonAsync(await _service.PostAsync("enroll", "/v1/people", request), HttpStatusCode.Created);

        Assert.True(person.GetProperty("consent").GetProperty("keepPhotos").GetBoolean());
        var face = Assert.Single(person.GetProperty("faces").EnumerateArray());
        Assert.True(face.GetProperty("usable").GetBoolean());
        Assert.True(face.GetProperty("hasPhoto").GetBoolean());
    }

    [Fact]
    public async Task Photo_KeptByConsent_IsShownToAdministratorsWithoutWhatTheFileHeldBeside()
    {
        byte[] photo = File.ReadAllBytes(Faces.Lfw("Abdullah_Gul", 13));
        // A comment segment after the start of the JPEG, as cameras write places into.
        byte[] marked = [.. photo[..2], 0xFF, 0xFE, 0, 14, .. "secretplace!"u8, .. photo[2..]];
        var request = new { name = "anna", consent = new { text = "I agree.", keepPhotos = true }, photos = new[] { marked } };
        var person = await Answers.JsonAsync(await _service.PostAsync("enroll", "/v1/people", request), HttpStatusCode.Created);
        string path = $"/v1/people/{person.GetProperty("id").GetString()}/faces/{person.GetProperty("faces")[0].GetProperty("id").GetString()}/photo";

        var response = await _service.GetAsync("admin", path);

        byte[] kept = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(-1, kept.AsSpan().IndexOf("secretplace!"u8));
        Assert.Equal((250, 250), (PhotoReader.Decode(kept, "kept").Width, PhotoReader.Decode(kept, "kept").Height));
    }

    [Fact]
    public async Task Consent_Withdrawn_DeletesPhotos()
    {
        var person = await Answers.JsonAsync(await _service.TryEnrolAsync("enroll", "anna", [Faces.Lfw("Abdullah_Gul", 13)], keepPhotos: true), HttpStatusCode.Created);
        string path = $"/v1/people/{person.GetProperty("id").GetString()}";

        var changed = await Answers.JsonAsync(await _service.SendAsync("admin", HttpMethod.Patch, path, JsonContent.Create(new { consent = new { text = "No photos.", keepPhotos = false } })));

        Assert.False(changed.GetProperty("faces")[0].GetProperty("hasPhoto").GetBoolean());
        await Answers.ProblemAsync(await _service.GetAsync("admin", $"{path}/faces/{changed.GetProperty("faces")[0].GetProperty("id").GetString()}/photo"), 404, "notFound");
    }

    [Fact]
    public async Task Enrolment_Repeated_WithItsIdempotencyKeyIsAnsweredOnce()
    {
        string photo = Faces.Lfw("Abdullah_Gul", 13);
        var first = await Answers.JsonAsync(await _service.TryEnrolAsync("enroll", "anna", [photo], idempotencyKey: "k1"), HttpStatusCode.Created);

        var again = await Answers.JsonAsync(await _service.TryEnrolAsync("enroll", "anna", [photo], idempotencyKey: "k1"), HttpStatusCode.Created);

        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(1, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people"))).GetProperty("total").GetInt32());
        await Answers.ProblemAsync(await _service.TryEnrolAsync("enroll", "anna", [Faces.Lfw("Abdullah_Gul", 14)], idempotencyKey: "k1"), 409, "idempotencyConflict");
        await Answers.ProblemAsync(await _service.TryEnrolAsync("enroll", "anna", [photo]), 409, "nameTaken");
    }

    [Fact]
    public async Task Enrolment_OfAFaceThatIsEnrolled_IsRefusedUnlessAnAdministratorAllowsIt()
    {
        await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string[] again = [Faces.Lfw("Abdullah_Gul", 14)];

        var refused = await Answers.ProblemAsync(await _service.TryEnrolAsync("enroll", "bert", again), 409, "faceOfSomebodyElse");

        Assert.DoesNotContain("anna", refused.GetRawText());
        await Answers.ProblemAsync(await _service.TryEnrolAsync("enroll", "bert", again, allowDuplicate: true), 403, "notAllowed");
        await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "bert", again, allowDuplicate: true), HttpStatusCode.Created);
    }

    [Fact]
    public async Task Enrolment_OfOneFaceUnderTwelveNamesAtOnce_IsOnePerson()
    {
        string[] photo = [Faces.Lfw("Abdullah_Gul", 13)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => _service.TryEnrolAsync("enroll", $"name {n}", photo)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await Answers.ProblemAsync(answer, 409, "faceOfSomebodyElse");
        Assert.Equal(1, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people"))).GetProperty("total").GetInt32());
        Assert.Equal(11, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/audit?action=person.refused"))).GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Enrolment_OfADuplicate_NamesWhomItResembles()
    {
        var anna = await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        Assert.Equal(JsonValueKind.Null, anna.GetProperty("resemblance").ValueKind);

        var bert = await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "bert", [Faces.Lfw("Abdullah_Gul", 14)], allowDuplicate: true), HttpStatusCode.Created);

        var resemblance = bert.GetProperty("resemblance");
        Assert.Contains("anna", resemblance.GetProperty("message").GetString());
        Assert.Equal(anna.GetProperty("id").GetString(), Assert.Single(resemblance.GetProperty("people").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Name_OfAnyScript_IsEnrolledAndFoundHoweverItIsTyped()
    {
        string[] photo = [Faces.Lfw("Abdullah_Gul", 13)];
        // Each as it is given and as it is typed otherwise: letters apart from their marks, marks in another order, another apostrophe.
        (string Given, string Typed)[] names =
        [
            ("प्रिया शर्मा", "प्रिया शर्मा"), ("அருண் குமார்", "அருண் குமார்"), ("ปริญญา น้ำใจ", "ปริญญา น้ำใจ"), ("বিপ্লব", "বিপ্লব"), ("𠮷野", "𠮷野"), ("O’Brien", "o'brien"), ("Gal·la", "gal·la"),
            ("\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F", "\u0645\u064F\u062D\u064E\u0645\u064E\u0651\u062F"), ("\u05E9\u05C1\u05B8\u05E8\u05B8\u05D4", "\u05E9\u05B8\u05C1\u05E8\u05B8\u05D4"),
            ("José", "JOSE\u0301"), ("ஸ்ரீ", "ஸ்ரீ"),
        ];
        foreach (var (given, typed) in names)
        {
            var person = await Answers.JsonAsync(await _service.TryEnrolAsync("admin", given, photo, allowDuplicate: true), HttpStatusCode.Created);
            foreach (string search in (string[])[given, typed])
            {
                var found = await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/people?search={Uri.EscapeDataString(search)}"));
                Assert.Equal(person.GetProperty("id").GetString(), Assert.Single(found.GetProperty("people").EnumerateArray()).GetProperty("id").GetString());
            }
            var taken = await Answers.ProblemAsync(await _service.TryEnrolAsync("admin", typed, photo, allowDuplicate: true), 409, "nameTaken");
            Assert.Contains("unique", taken.GetProperty("detail").GetString());
        }
    }

    [Theory]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Enroll, false)]
    public void Resemblance_NamesPeopleToAdministratorsOnly(Role role, bool isNamed)
    {
        var person = new Person(Guid.NewGuid(), PersonName.Parse("berta"), default, default, new Consent("yes", false, default, "test"), []);
        var enrolled = new EnrolmentOutcome.Enrolled(person, [new LookAlike(Guid.NewGuid(), PersonName.Parse("anna"))]);

        var view = ResemblanceView.Of(enrolled, new Caller(Guid.NewGuid(), "somebody", role, null, "127.0.0.1"))!;

        Assert.Equal(isNamed, view.People is not null);
        Assert.Equal(isNamed, view.Message.Contains("anna", StringComparison.Ordinal));
        Assert.Null(ResemblanceView.Of(enrolled with { LookAlikes = [] }, new Caller(null, "somebody", role, null, "127.0.0.1")));
    }

    [Fact]
    public async Task Enrolment_OfTwoPeopleAtOnce_IsRefused() => await Answers.ProblemAsync(
        await _service.TryEnrolAsync("enroll", "anna", [Faces.Lfw("Abdullah_Gul", 13), Faces.Lfw("Ahmed_Ghazi", 1)]), 422, "differentPeople");

    [Fact]
    public async Task Faces_OfTheSamePerson_AreAddedAndRemovedButNotTheLast()
    {
        var person = await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string path = $"/v1/people/{person.GetProperty("id").GetString()}/faces";

        var added = await Answers.JsonAsync(await _service.SendAsync("enroll", HttpMethod.Post, path, Faces.Part(Faces.Lfw("Abdullah_Gul", 14))), HttpStatusCode.Created);

        Assert.Equal(2, added.GetProperty("faces").GetArrayLength());
        var faces = await Answers.JsonAsync(await _service.GetAsync("admin", path));
        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, $"{path}/{faces[0].GetProperty("id").GetString()}")).StatusCode);
        await Answers.ProblemAsync(await _service.SendAsync("admin", HttpMethod.Delete, $"{path}/{faces[1].GetProperty("id").GetString()}"), 409, "lastFace");
    }

    [Fact]
    public async Task Faces_OfSomebodyElse_AreRefused()
    {
        var person = await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string path = $"/v1/people/{person.GetProperty("id").GetString()}/faces";

        await Answers.ProblemAsync(await _service.SendAsync("enroll", HttpMethod.Post, path, Faces.Part(Faces.Lfw("Ahmed_Ghazi", 1))), 422, "differentPeople");
        await Answers.ProblemAsync(await _service.SendAsync("enroll", HttpMethod.Post, $"/v1/people/{Guid.NewGuid()}/faces", Faces.Part(Faces.Lfw("Ahmed_Ghazi", 1))), 404, "notFound");
    }

    [Fact]
    public async Task Paging_GoesThroughEverybodyOnce()
    {
        await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        await _service.EnrolAsync("bert", Faces.Lfw("Ahmed_Ghazi", 1));
        await _service.EnrolAsync("carl", Faces.Lfw("Agbani_Darego", 1));
        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/people?limit=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}"));
            Assert.Equal(3, page.GetProperty("total").GetInt32());
            names.AddRange(page.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("name").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(["anna", "bert", "carl"], names);
    }

    [Theory]
    [InlineData("""{"name": "anna"}""")]
    [InlineData("""{"name": "../etc", "consent": {"text": "yes"}, "photos": ["AAAA"]}""")]
    [InlineData("""{"name": "anna", "consent": {"text": ""}, "photos": ["AAAA"]}""")]
    [InlineData("""{"name": "anna", "consent": {"text": "yes"}, "photos": []}""")]
    [InlineData("""{"name": "anna", "consent": {"text": "yes"}, "photos": [null]}""")]
    [InlineData("""{"name": "anna", "consent": {"text": "yes"}, "photos": ["http://example.org/face.jpg"]}""")]
    [InlineData("""{"name": "anna", "consent": {"text": "yes"}, "photos": ["AAAA"], "path": "/etc/passwd"}""")]
    [InlineData("""{"name": null, "consent": {"text": "yes"}, "photos": ["AAAA"]}""")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Enrolment_MalformedJson_IsInvalid(string json) => await Answers.ProblemAsync(
        await _service.SendAsync("enroll", HttpMethod.Post, "/v1/people", new StringContent(json, null, "application/json")), 400, "invalidRequest");

    [Fact]
    public async Task Enrolment_OfNoPhoto_SaysWhy()
    {
        var text = new { name = "anna", consent = new { text = "yes" }, photos = new[] { "AAAA" } };

        await Answers.ProblemAsync(await _service.PostAsync("enroll", "/v1/people", text), 422, "photoUnreadable");
    }
}
