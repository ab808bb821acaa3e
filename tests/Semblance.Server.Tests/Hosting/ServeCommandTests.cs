using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Semblance.Testing;

namespace Semblance.Server.Tests.Hosting;

/// <summary>The program as a user starts it.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Serve_FirstStart_ShowsAKeyOnceAndTheNextStartKnowsIt()
    {
        string url = $"http://localhost:{FreePort()}";
        string key;
        using (var first = await ServeProgram.StartAsync(_home.Path, "--urls", url))
        {
            key = first.Key;
            Assert.StartsWith(url, first.Address);
            using var http = new HttpClient { BaseAddress = new Uri(first.Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
            Assert.Equal("admin", (await Answers.JsonAsync(await http.GetAsync("/v1/me"))).GetProperty("role").GetString());
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/")).StatusCode);
            await http.GetAsync("/v1/people?search=secret-in-query");
            Assert.Equal(0, first.Stop());
            Assert.DoesNotContain("secret-in-query", first.Output);
            Assert.Contains("GET /v1/people 200", first.Output);
            Assert.Contains("WARNING: liveness is off", first.Output);
            Assert.Contains("LIVENESS IS OFF", first.Output);
            Assert.Single(first.Output.Split(key), part => part.Contains("Key:"));
        }

        using var second = await ServeProgram.StartAsync(_home.Path, "--urls", url);
        using var again = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        Assert.Equal("", second.Key);
        Assert.DoesNotContain(key, second.Output);
        Assert.Equal("admin", (await Answers.JsonAsync(await again.GetAsync($"{second.Address}v1/me"))).GetProperty("role").GetString());
        Assert.Equal(0, second.Stop());
    }

    [Fact]
    public async Task Serve_Https_SpeaksTlsWithItsOwnCertificate()
    {
        int port = FreePort();
        using var program = await ServeProgram.StartAsync(_home.Path, "--https", "--urls", $"https://localhost:{port}");
        using var trusting = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.MatchesHostname("localhost") });
        using var careful = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, (await trusting.GetAsync($"https://localhost:{port}/health/ready")).StatusCode);
        var login = await trusting.PostAsJsonAsync($"https://localhost:{port}/v1/login", new { key = program.Key });
        string cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-semblance=", cookie);
        Assert.Contains("secure", cookie);
        await Assert.ThrowsAsync<HttpRequestException>(() => careful.GetAsync($"https://localhost:{port}/health/ready"));
        Assert.Equal(0, program.Stop());
    }

    [Fact]
    public async Task Serve_StoppedWhileARequestIsWorkedOn_FinishesIt()
    {
        using var program = await ServeProgram.StartAsync(_home.Path, "--urls", "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri(program.Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", program.Key) } };
        var form = Faces.Form(Faces.Lfw("Abdullah_Gul", 13), ("name", "anna"), ("consent", "yes"));
        var person = await Answers.JsonAsync(await http.PostAsync("/v1/people", form), HttpStatusCode.Created);

        var sealing = http.PostAsJsonAsync($"/v1/people/{person.GetProperty("id").GetString()}/export", new { passphrase = "correct horse battery" });
        await Task.Delay(50);
        program.Interrupt();

        Assert.Equal(HttpStatusCode.OK, (await sealing).StatusCode);
        Assert.Equal(0, program.WaitForExit());
    }

    [Fact]
    public async Task Serve_StoppedWhileARequestComesIn_StillAnswersOrSaysToComeAgain()
    {
        const string Body = """{"key": "smb_wrong"}""";
        using var program = await ServeProgram.StartAsync(_home.Path, "--urls", "http://127.0.0.1:0");
        var address = new Uri(program.Address);
        using var client = new TcpClient(address.Host, address.Port);
        using var reader = new StreamReader(client.GetStream());
        // The service asks for the body when the request is under way.
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {Body.Length}\r\n\r\n"));
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
        program.Interrupt();
        await UntilNobodyListensAsync(address);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body));

        string? status = await reader.ReadLineAsync();

        // By what is still there when the body has come; an error of the service (500) is neither.
        Assert.Contains(status, ["HTTP/1.1 401 Unauthorized", "HTTP/1.1 503 Service Unavailable"]);
        Assert.Equal(0, program.WaitForExit());
    }

    private static async Task UntilNobodyListensAsync(Uri address)
    {
        while (true)
        {
            try
            {
                using var another = new TcpClient();
                await another.ConnectAsync(address.Host, address.Port);
                await Task.Delay(50);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Serve_WithEverything_WritesNothingBesideItsOwnFolder()
    {
        string[] client = ["--set", "Oidc:Clients:0:Id=wiki", "--set", "Oidc:Clients:0:RedirectUris:0=https://wiki.example/callback"];
        using var program = await ServeProgram.StartAsync(_home.Path, ["--urls", "http://127.0.0.1:0", .. client]);
        using var http = new HttpClient { BaseAddress = new Uri(program.Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", program.Key) } };

        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/v1/identify", Faces.Form(Faces.Lfw("Abdullah_Gul", 13)))).StatusCode);
        Assert.Equal(0, program.Stop());

        // Keys of ASP.NET's data protection and the telemetry of ONNX Runtime would lie there.
        Assert.Empty(Directory.EnumerateFiles(ServeProgram.UserFolderOf(_home.Path), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Serve_PortInUse_SaysSoOnOneLineAndShowsNoKey()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, output) = ServeProgram.Run(_home.Path, "--urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(3, code);
        Assert.Contains("--urls", output.Split('\n').Last());
        Assert.DoesNotContain("smb_", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Theory]
    [InlineData(2, "Semblance:Limits:Bogus", "--set", "Limits:Bogus=1")]
    [InlineData(2, "Semblance:Urls", "--urls", "http://*:5999")]
    [InlineData(2, "--pack", "--pack", "/nowhere/at/all")]
    [InlineData(2, "/nowhere/settings.json", "--config", "/nowhere/settings.json")]
    [InlineData(2, "Semblance:Liveness:Policy", "--liveness", "sometimes")]
    [InlineData(2, "--set nonsense", "--set", "nonsense")]
    [InlineData(2, "Semblance:Decision:Fmr", "--fmr", "0.00000000001")]
    public void Serve_ThatCannotBe_NamesTheReason(int code, string reason, string option, string value)
    {
        var (ended, output) = ServeProgram.Run(_home.Path, option, value);

        Assert.Equal(code, ended);
        Assert.Contains(reason, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public void Serve_StoreThatCannotBeRead_SaysSo()
    {
        File.WriteAllText(_home.File("gallery.db"), "this is no database, and long enough to be looked at as one");

        var (code, output) = ServeProgram.Run(_home.Path, "--urls", "http://127.0.0.1:0");

        Assert.Equal(3, code);
        Assert.Contains("gallery", output);
        Assert.DoesNotContain("Unexpected", output);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
