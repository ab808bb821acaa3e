using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Semblance.Server.Tests.Http;

/// <summary>Clients that mean no good, or are broken: each gets its answer or loses its connection, and the next caller notices nothing.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningService.StartAsync(("Limits:Connections", "40"), ("Limits:RequestSeconds", "20"));

    public async ValueTask DisposeAsync()
    {
        // Whatever was done to it, it answers.
        Assert.Equal(HttpStatusCode.OK, (await _service.GetAsync(null, "/health/ready")).StatusCode);
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Connections_BeyondTheShareOfOneAddress_AreClosedAtOnce()
    {
        await using var own = await RunningService.StartAsync(("Limits:ConnectionsPerAddress", "3"));
        string request = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        var idle = new List<TcpClient>();
        for (int i = 0; i < 3; i++)
            idle.Add(await RawClient.ConnectAsync(own.Address, "GET / HTTP/1.1\r\n"));
        using (var refused = await RawClient.ConnectAsync(own.Address, request))
            Assert.Equal("", await RawClient.ReadAsync(refused));

        idle.ForEach(client => client.Dispose());

        string answer = "";
        for (int i = 0; i < 100 && answer.Length == 0; i++)
        {
            await Task.Delay(50);
            using var next = await RawClient.ConnectAsync(own.Address, request);
            answer = await RawClient.ReadAsync(next);
        }
        Assert.StartsWith("HTTP/1.1 200", answer);
    }

    [Fact]
    public async Task Body_TooLargeByItsLength_IsRefusedBeforeItIsRead()
    {
        using var client = await RawClient.ConnectAsync(_service.Address, $"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {_service.KeyOf("verify")}\r\nContent-Type: image/jpeg\r\nContent-Length: 99999999999\r\n\r\n");

        string answer = await RawClient.ReadAsync(client);

        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Contains("\"code\":\"tooLarge\"", answer);
    }

    [Theory]
    [InlineData("/v1/login", null)]
    [InlineData("/v1/sessions", "verify")]
    [InlineData("/v1/keys", "admin")]
    public async Task Body_WhereNoFilesAreTaken_MustBeSmall(string path, string? role) =>
        await Answers.ProblemAsync(await _service.PostAsync(role, path, new { key = new string('a', 100_000) }), 413, "tooLarge");

    [Fact]
    public async Task Body_TooLargeInChunks_IsCutOff()
    {
        using var client = await RawClient.ConnectAsync(_service.Address, $"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {_service.KeyOf("verify")}\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n");
        var stream = client.GetStream();
        byte[] chunk = [.. "100000\r\n"u8, .. new byte[0x100000], .. "\r\n"u8];
        try
        {
            for (int i = 0; i < 12; i++)
                await stream.WriteAsync(chunk);
        }
        catch (IOException)
        {
            // It hung up while more was being sent.
        }
        string answer = await RawClient.ReadAsync(client);

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 413", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Body_ThatTricklesIn_IsCutOff()
    {
        using var client = await RawClient.ConnectAsync(_service.Address, $"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {_service.KeyOf("verify")}\r\nContent-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\n");

        var ended = await RawClient.TrickleAsync(client, "x"u8.ToArray(), TimeSpan.FromSeconds(20));

        Assert.InRange(ended.TotalSeconds, 1, 15);
    }

    [Fact]
    public async Task Request_ThatTakesTooLong_IsEnded()
    {
        await using var hasty = await RunningService.StartAsync(("Limits:RequestSeconds", "1"));
        using var client = await RawClient.ConnectAsync(hasty.Address, $"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {hasty.KeyOf("verify")}\r\nContent-Type: image/jpeg\r\nContent-Length: 1000000\r\n\r\nx");
        var clock = System.Diagnostics.Stopwatch.StartNew();

        string answer = await RawClient.ReadAsync(client);

        // Sooner than the least rate of a body would end it.
        Assert.StartsWith("HTTP/1.1 503", answer);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 4.5);
    }

    [Fact]
    public async Task Headers_ThatTrickleIn_AreCutOff()
    {
        using var client = await RawClient.ConnectAsync(_service.Address, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n");

        var ended = await RawClient.TrickleAsync(client, "X-A: b\r\n"u8.ToArray(), TimeSpan.FromSeconds(25));

        Assert.InRange(ended.TotalSeconds, 1, 20);
    }

    [Fact]
    public async Task Headers_WithoutEnd_AreRefused()
    {
        using var client = await RawClient.ConnectAsync(_service.Address, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + new string('a', 100_000));

        Assert.StartsWith("HTTP/1.1 431", await RawClient.ReadAsync(client));
    }

    [Fact]
    public async Task Address_WithoutEnd_IsRefused()
    {
        using var client = await RawClient.ConnectAsync(_service.Address, $"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 414", await RawClient.ReadAsync(client));
    }

    [Theory]
    [InlineData(65535, 65535)]
    [InlineData(8000, 5001)]
    public async Task Photo_ThatUnpacksToTooMuch_IsRefusedBeforeItIsDecoded(int width, int height)
    {
        long before = GC.GetTotalAllocatedBytes();

        var problem = await Answers.ProblemAsync(await _service.SendAsync("enroll", HttpMethod.Post, "/v1/people", EnrolmentOf(PngBomb.Of(width, height))), 422, "photoUnreadable");

        Assert.Contains("megapixels", problem.GetProperty("detail").GetString());
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [Theory]
    [InlineData("multipart/form-data", "", 400)]
    [InlineData("multipart/form-data; boundary=", "", 400)]
    [InlineData("multipart/form-data; boundary=x", "", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\nabc", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n\r\nno name\r\n--x--\r\n", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nabc\r\n--x--\r\n", 400)]
    [InlineData("multipart/mixed; boundary=x", "--x--", 415)]
    [InlineData("application/json", "{}", 415)]
    [InlineData("text/plain", "face", 415)]
    [InlineData("image/jpeg", "", 422)]
    [InlineData("image/jpeg", "not a photo", 422)]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", 422)]
    public async Task Body_Malformed_IsRefused(string contentType, string body, int status)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        await Answers.ProblemAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/identify", content), status, status switch { 400 => "invalidRequest", 415 => "unsupportedMediaType", _ => "photoUnreadable" });
    }

    [Fact]
    public async Task Form_OfAThousandParts_IsRefused()
    {
        var form = new MultipartFormDataContent();
        for (int i = 0; i < 1000; i++)
            form.Add(new StringContent("x"), $"part{i}");

        await Answers.ProblemAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/identify", form), 413, "tooLarge");
    }

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/wwwroot/index.html")]
    [InlineData("/index.html/../../gallery.db")]
    [InlineData("//etc/passwd")]
    [InlineData("/index.html%00.js")]
    [InlineData("/..\\..\\gallery.db")]
    public async Task Path_OutOfTheFolder_IsNotFound(string path)
    {
        using var client = await RawClient.ConnectAsync(_service.Address, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        string answer = await RawClient.ReadAsync(client);

        Assert.True(answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5180")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task Host_ThatIsNotTheServices_IsRefused(string host) =>
        await Answers.ProblemAsync(await _service.SendAsync("admin", HttpMethod.Get, "/v1/people", null, ("Host", host)), 400, "unknownHost");

    [Fact]
    public async Task Connections_TooMany_AreClosedAndTheServiceRecovers()
    {
        var clients = new List<TcpClient>();
        try
        {
            for (int i = 0; i < 120; i++)
                clients.Add(await RawClient.ConnectAsync(_service.Address, "GET / HT"));
            await Task.Delay(500);
            Assert.InRange(clients.Count(RawClient.IsClosed), 60, 120);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
        await Task.Delay(500);
        Assert.Equal(HttpStatusCode.OK, (await _service.GetAsync(null, "/health/live")).StatusCode);
    }

    [Fact]
    public async Task Requests_TooMany_AreToldWhenToComeBack()
    {
        await using var service = await RunningService.StartAsync(("Limits:RequestsPerMinutePerAddress", "20"));
        var responses = new List<HttpResponseMessage>();
        for (int i = 0; i < 30; i++)
            responses.Add(await service.GetAsync(null, "/health/live"));

        var refused = responses.First(response => response.StatusCode == HttpStatusCode.TooManyRequests);

        Assert.InRange(responses.Count(response => response.IsSuccessStatusCode), 20, 24);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        await Answers.ProblemAsync(refused, 429, "tooManyRequests");
    }

    [Fact]
    public async Task Requests_OfOneKeyTooMany_LeaveOtherKeysAlone()
    {
        await using var service = await RunningService.StartAsync(("Limits:RequestsPerMinutePerKey", "20"));
        for (int i = 0; i < 25; i++)
            await service.GetAsync("verify", "/v1/me");

        await Answers.ProblemAsync(await service.GetAsync("verify", "/v1/me"), 429, "tooManyRequests");
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("admin", "/v1/people")).StatusCode);
    }

    private static MultipartFormDataContent EnrolmentOf(byte[] photo) =>
        new() { { new StringContent("anna"), "name" }, { new StringContent("yes"), "consent" }, { Faces.Part(photo), "photo", "a.png" } };
}
