using System.Net;
using System.Net.Http.Json;
using System.Text;
using Semblance.Storage;
using Semblance.Storage.Sealing;

namespace Semblance.Server.Tests.Http;

public sealed class TransferTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Passphrase = "correct horse battery";

    [Fact]
    public async Task Person_SealedAndRemoved_ComesBackFromTheFileAndIsRecognised()
    {
        var person = await service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        string path = $"/v1/people/{person.GetProperty("id").GetString()}";
        var sealedFile = await service.PostAsync("admin", $"{path}/export", new { passphrase = Passphrase });
        byte[] bytes = await sealedFile.Content.ReadAsByteArrayAsync();
        await service.SendAsync("admin", HttpMethod.Delete, path);

        Assert.Equal(-1, bytes.AsSpan().IndexOf("anna"u8));
        await Answers.ProblemAsync(await ImportAsync(bytes, "another passphrase"), 422, "fileUnusable");
        await Answers.ProblemAsync(await ImportAsync(Encoding.ASCII.GetBytes("no sealed person"), Passphrase), 422, "fileUnusable");
        await Answers.JsonAsync(await ImportAsync(bytes, Passphrase), HttpStatusCode.Created);
        var answer = await Answers.JsonAsync(await service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Abdullah_Gul", 14), ("person", "anna"))));
        Assert.Equal("Match", answer.GetProperty("outcome").GetString());
        await Answers.ProblemAsync(await ImportAsync(bytes, Passphrase), 409, "nameTaken");
        string again = (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/people?search=anna"))).GetProperty("people")[0].GetProperty("id").GetString()!;
        await service.SendAsync("admin", HttpMethod.Patch, $"/v1/people/{again}", JsonContent.Create(new { name = "berta" }));
        Assert.Contains("berta", (await Answers.ProblemAsync(await ImportAsync(bytes, Passphrase), 409, "faceOfSomebodyElse")).GetProperty("detail").GetString());
        await Answers.JsonAsync(await ImportAsync(bytes, Passphrase, allowDuplicate: true), HttpStatusCode.Created);
    }

    [Fact]
    public async Task Import_OfEmbeddingsThatThePackCannotHaveMade_IsRefusedWithAReason()
    {
        byte[] file = SealedPerson.Seal(MadePerson("odd", length: 10), Passphrase);

        var problem = await Answers.ProblemAsync(await ImportAsync(file, Passphrase, allowDuplicate: true), 422, "fileUnusable");

        Assert.Contains("embedding", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Person_WithEmbeddingsOfAnotherLength_StopsNobodyAndIsNamed()
    {
        await using var own = await RunningService.StartAsync();
        var odd = await own.Store.Gallery.ExclusiveAsync(gallery => gallery.Add(MadePerson("odd", length: 10)));
        await own.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));

        var found = await Answers.JsonAsync(await own.SendAsync("verify", HttpMethod.Post, "/v1/identify", Faces.Form(Faces.Lfw("Abdullah_Gul", 14))));
        Assert.Equal("anna", found.GetProperty("person").GetProperty("name").GetString());
        await own.EnrolAsync("bob", Faces.Lfw("Ahmed_Ghazi", 1));
        var claimed = await Answers.JsonAsync(await own.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Abdullah_Gul", 14), ("person", "odd"))));
        Assert.Equal("NoMatch", claimed.GetProperty("outcome").GetString());
        var damaged = Assert.Single((await Answers.JsonAsync(await own.GetAsync("admin", "/v1/settings"))).GetProperty("damaged").EnumerateArray());
        Assert.Equal(odd.Id, damaged.GetProperty("person").GetGuid());
        Assert.Contains(own.Log, line => line.Contains("cannot be recognised") && line.Contains(odd.Id.ToString()));
        await own.SendAsync("admin", HttpMethod.Delete, $"/v1/people/{odd.Id}");
        Assert.Empty((await Answers.JsonAsync(await own.GetAsync("admin", "/v1/settings"))).GetProperty("damaged").EnumerateArray());
    }

    [Fact]
    public async Task Export_WithAShortPassphrase_IsRefused() =>
        await Answers.ProblemAsync(await service.PostAsync("admin", $"/v1/people/{Guid.NewGuid()}/export", new { passphrase = "short" }), 400, "invalidRequest");

    private static NewPerson MadePerson(string name, int length)
    {
        float[] values = [.. Enumerable.Repeat(0.5f, length)];
        var face = new NewFace(new Embedding(ModelPack.Builtin().Id, values), new FaceQuality(120, 0.2, 0.5, 120, 40));
        return new NewPerson(PersonName.Parse(name), new Consent("I agree.", false, DateTimeOffset.UtcNow, "test"), [face]);
    }

    private Task<HttpResponseMessage> ImportAsync(byte[] file, string passphrase, bool allowDuplicate = false) => service.SendAsync(
        "admin", HttpMethod.Post, "/v1/people/import",
        new MultipartFormDataContent { { new ByteArrayContent(file), "file", "anna.sealed" }, { new StringContent(passphrase), "passphrase" }, { new StringContent(allowDuplicate ? "true" : "false"), "allowDuplicate" } });
}
