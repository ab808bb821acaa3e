using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>The service below a path of another host: nginx takes the path away and says which it was.</summary>
[Collection(Browsers.Name)]
public sealed class SubPathTests(Browsers browsers) : IAsyncLifetime
{
    private const string Nginx = "/usr/sbin/nginx";
    private readonly TemporaryFolder _folder = new();
    private RunningService _service = null!;
    private Process? _nginx;
    private Uri _outside = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Nginx), $"{Nginx} is missing: apt-get install nginx-light");
        _service = await RunningService.StartAsync(("ForwardedHeaders:KnownProxies", "127.0.0.1"));
        int port = FreePort();
        _outside = new Uri($"http://127.0.0.1:{port}/face/");
        string config = _folder.File("nginx.conf");
        await File.WriteAllTextAsync(config, $$"""
            worker_processes 1; pid {{_folder.File("pid")}}; error_log {{_folder.File("error.log")}}; daemon off;
            events { worker_connections 64; }
            http { access_log off;
              client_body_temp_path {{_folder.File("body")}}; proxy_temp_path {{_folder.File("proxy")}}; fastcgi_temp_path {{_folder.File("fastcgi")}}; uwsgi_temp_path {{_folder.File("uwsgi")}}; scgi_temp_path {{_folder.File("scgi")}};
              client_max_body_size 12m;
              map $http_upgrade $connection_upgrade { default upgrade; '' close; }
              server { listen 127.0.0.1:{{port}};
                location /face/ { proxy_pass {{_service.Address}}; proxy_http_version 1.1; proxy_set_header Host $host:$server_port;
                  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                  proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Prefix /face; }
                location / { return 404 "outside"; } } }
            """);
        _nginx = Process.Start(Nginx, ["-c", config, "-e", _folder.File("error.log")]);
        await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            Process.Start("kill", ["-QUIT", $"{_nginx.Id}"]).WaitForExit();
            await _nginx.WaitForExitAsync();
            _nginx.Dispose();
        }
        if (_service is not null)
            await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Service_BelowAPath_WorksAsAtTheRoot()
    {
        await _service.EnrolAsync("Ann", Faces.Lfw("Ann_Veneman", 1));
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), _outside);
        var page = open.Page;
        await open.OpenWithAsync(_service.AdminKey);

        await page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await page.Locator(".row").ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Ann");
        Assert.StartsWith($"{_outside}people?person=", page.Url);
        await page.GoBackAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("People");

        // Over the socket: an answer comes, whichever it is on a machine that is busy.
        Assert.Contains(await open.SignInAsync("nobody"), (string[])["NoMatch", "Undecided"]);

        open.Expected.Add(404);
        await open.GoAsync("/not/here");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("There is no such page");
        await page.GetByRole(AriaRole.Link, new() { Name = "To the first page" }).ClickAsync();
        Assert.Equal(_outside.ToString(), page.Url);
    }

    [Fact]
    public async Task Addresses_ThatTheServiceGives_BeginWithThePath()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_outside, "v1/sessions")) { Content = System.Net.Http.Json.JsonContent.Create(new { purpose = "identify" }) };
        request.Headers.Authorization = new("Bearer", _service.KeyOf("verify"));

        var response = await client.SendAsync(request);

        var session = await Answers.JsonAsync(response, HttpStatusCode.Created);
        Assert.StartsWith("/face/v1/sessions/", response.Headers.Location!.ToString());
        Assert.StartsWith("/face/v1/sessions/", session.GetProperty("socket").GetString());
    }

    private async Task WaitAsync()
    {
        using var client = new HttpClient();
        for (int tries = 0; tries < 100; tries++)
        {
            try
            {
                await client.GetAsync(_outside);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        Assert.Fail($"nginx does not answer: {await File.ReadAllTextAsync(_folder.File("error.log"))}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
