using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Semblance.Server.Tests.Hosting;
using Semblance.Storage;
using Semblance.Testing;

namespace Semblance.Server.Tests.Webhooks;

/// <summary>What another program is to be told outlives its own failures and those of the service.</summary>
public sealed class OutboxTests
{
    private const string Secret = "a secret of the tests";

    [Fact]
    public async Task Decisions_WhileTheReceiverIsDownAndTheServiceIsKilled_AllArriveInOrder()
    {
        using var home = new TemporaryFolder();
        int port = FreePort();
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--set", $"Webhook:Url=http://127.0.0.1:{port}/door", "--set", $"Webhook:Secret={Secret}"];
        string key;
        // Nobody listens; then the service is killed.
        using (var first = await ServeProgram.StartAsync(home.Path, arguments))
        {
            key = first.Key;
            await CompareAsync(first.Address, key, 3);
            first.Kill();
        }

        // It answers 500; then the service is killed again.
        int failures = 0;
        using (var second = await ServeProgram.StartAsync(home.Path, arguments))
        {
            await using var failing = await Receiver.StartAsync(http =>
            {
                Interlocked.Increment(ref failures);
                http.Response.StatusCode = 500;
                return Task.CompletedTask;
            }, port);
            await CompareAsync(second.Address, key, 2);
            await WaitAsync(() => failures > 0);
            second.Kill();
        }

        var told = new ConcurrentQueue<string>();
        await using var receiver = await Receiver.StartAsync(http => TakeAsync(http, told), port);
        using var third = await ServeProgram.StartAsync(home.Path, arguments);
        await CompareAsync(third.Address, key, 1);
        await WaitAsync(() => told.Count >= 6);

        using var client = new HttpClient { BaseAddress = new Uri(third.Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        for (var state = default(JsonElement); ; await Task.Delay(50))
        {
            state = await Answers.JsonAsync(await client.GetAsync("v1/webhooks/deliveries"));
            if (state.GetProperty("waiting").GetInt32() == 0)
            {
                Assert.Equal((0, 6), (state.GetProperty("failed").GetInt32(), state.GetProperty("delivered").GetInt32()));
                break;
            }
        }
        var ids = told.Select(body => JsonDocument.Parse(body).RootElement.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(6, ids.Distinct().Count());
        // Ids of version 7 grow with time.
        Assert.Equal(ids.Order(), ids);
        var audit = await Answers.JsonAsync(await client.GetAsync("v1/audit?action=face.compared"));
        Assert.Equal(6, audit.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Deliveries_ThatFail_AreShownWithTheErrorAndRetriedOnDemand()
    {
        int status = 500;
        var told = new ConcurrentQueue<string>();
        await using var receiver = await Receiver.StartAsync(http => TakeAsync(http, told, Volatile.Read(ref status)));
        await using var service = await RunningService.StartAsync(("Webhook:Url", $"{receiver.Urls.First()}/door?token=hidden"), ("Webhook:Secret", Secret));
        await CompareAsync(service.Address.AbsoluteUri, service.AdminKey, 2);

        var state = await UntilAsync(service, found => found.GetProperty("lastError").ValueKind == JsonValueKind.String);
        Assert.Equal((2, 0, 0), (state.GetProperty("waiting").GetInt32(), state.GetProperty("failed").GetInt32(), state.GetProperty("delivered").GetInt32()));
        Assert.Contains("500", state.GetProperty("lastError").GetString());
        Assert.Equal($"{receiver.Urls.First()}/door", state.GetProperty("url").GetString());
        Assert.Equal(JsonValueKind.String, state.GetProperty("nextTry").ValueKind);
        Assert.Equal(["waiting", "waiting"], state.GetProperty("deliveries").EnumerateArray().Select(delivery => delivery.GetProperty("state").GetString()));

        Volatile.Write(ref status, 204);
        told.Clear();
        Assert.Equal(2, (await Answers.JsonAsync(await service.PostAsync("admin", "/v1/webhooks/deliveries/retry", new { }))).GetProperty("retried").GetInt32());

        state = await UntilAsync(service, found => found.GetProperty("delivered").GetInt32() == 2);
        Assert.Equal(0, state.GetProperty("waiting").GetInt32());
        Assert.Equal(2, told.Count);
        Assert.Equal("webhook.retried", (await service.Store.Audit.ListAsync(new AuditQuery(Action: "webhook."))).Entries[0].Event.Action);
    }

    [Fact]
    public async Task Delivery_ThatWasGivenUp_StaysUntilItIsRetriedOrDiscarded()
    {
        await using var receiver = await Receiver.StartAsync(http => TakeAsync(http, []));
        await using var service = await RunningService.StartAsync(("Webhook:Url", receiver.Urls.First()), ("Webhook:Secret", Secret));
        var messages = Enumerable.Range(0, 2).Select(_ => new OutgoingMessage(Guid.CreateVersion7(), "webhook", "{}"u8.ToArray())).ToList();
        foreach (var message in messages)
        {
            await service.Store.Outbox.AddAsync(message);
            await service.Store.Outbox.FailedAsync(message.Id, "The receiver answered 400.", tryAgain: null);
        }
        var state = await Answers.JsonAsync(await service.GetAsync("admin", "/v1/webhooks/deliveries"));
        Assert.Equal(2, state.GetProperty("failed").GetInt32());

        Assert.Equal(HttpStatusCode.NoContent, (await service.SendAsync("admin", HttpMethod.Delete, $"/v1/webhooks/deliveries/{messages[0].Id}")).StatusCode);
        await Answers.JsonAsync(await service.PostAsync("admin", $"/v1/webhooks/deliveries/{messages[1].Id}/retry", new { }));

        state = await UntilAsync(service, found => found.GetProperty("delivered").GetInt32() == 1);
        Assert.Equal((0, 0), (state.GetProperty("waiting").GetInt32(), state.GetProperty("failed").GetInt32()));
        await Answers.ProblemAsync(await service.PostAsync("admin", $"/v1/webhooks/deliveries/{messages[1].Id}/retry", new { }), 404, "notFound");
    }

    [Fact]
    public async Task Test_IsSentAtOnceAndSaysWhatCameOfIt()
    {
        int status = 204;
        var told = new ConcurrentQueue<string>();
        await using var receiver = await Receiver.StartAsync(http => TakeAsync(http, told, Volatile.Read(ref status)));
        await using var service = await RunningService.StartAsync(("Webhook:Url", receiver.Urls.First()), ("Webhook:Secret", Secret));

        Assert.True((await Answers.JsonAsync(await service.PostAsync("admin", "/v1/webhooks/test", new { }))).GetProperty("delivered").GetBoolean());
        Assert.Equal("test", JsonDocument.Parse(told.Single()).RootElement.GetProperty("type").GetString());
        Volatile.Write(ref status, 401);
        var refused = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/webhooks/test", new { }));

        Assert.Equal((false, "The receiver answered 401."), (refused.GetProperty("delivered").GetBoolean(), refused.GetProperty("problem").GetString()));
        Assert.Equal(0, (await service.Store.Outbox.StateAsync("webhook")).Waiting);
        await using var silent = await RunningService.StartAsync();
        await Answers.ProblemAsync(await silent.PostAsync("admin", "/v1/webhooks/test", new { }), 400, "invalidRequest");
    }

    private static async Task TakeAsync(HttpContext http, ConcurrentQueue<string> told, int status = 204)
    {
        using var reader = new StreamReader(http.Request.Body);
        told.Enqueue(await reader.ReadToEndAsync());
        http.Response.StatusCode = status;
    }

    private static async Task CompareAsync(string address, string key, int times)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        for (int i = 0; i < times; i++)
        {
            var form = new MultipartFormDataContent { { Faces.Part(Faces.Lfw("Abdullah_Gul", 13)), "first", "a.jpg" }, { Faces.Part(Faces.Lfw("Abdullah_Gul", 13)), "second", "b.jpg" } };
            await Answers.JsonAsync(await client.PostAsync("v1/compare", form));
        }
    }

    private static async Task<JsonElement> UntilAsync(RunningService service, Func<JsonElement, bool> holds)
    {
        var state = default(JsonElement);
        await WaitAsync(async () => holds(state = await Answers.JsonAsync(await service.GetAsync("admin", "/v1/webhooks/deliveries"))));
        return state;
    }

    private static Task WaitAsync(Func<bool> holds) => WaitAsync(() => Task.FromResult(holds()));

    private static async Task WaitAsync(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds(); await Task.Delay(50))
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "It did not happen within two minutes.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
