using System.Net;
using System.Net.Http.Json;
using System.Text;

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
    public async Task Export_WithAShortPassphrase_IsRefused() =>
        await Answers.ProblemAsync(await service.PostAsync("admin", $"/v1/people/{Guid.NewGuid()}/export", new { passphrase = "short" }), 400, "invalidRequest");

    private Task<HttpResponseMessage> ImportAsync(byte[] file, string passphrase, bool allowDuplicate = false) => service.SendAsync(
        "admin", HttpMethod.Post, "/v1/people/import",
        new MultipartFormDataContent { { new ByteArrayContent(file), "file", "anna.sealed" }, { new StringContent(passphrase), "passphrase" }, { new StringContent(allowDuplicate ? "true" : "false"), "allowDuplicate" } });
}
