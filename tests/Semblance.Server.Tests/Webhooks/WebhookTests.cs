using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Semblance.Server.Tests.Webhooks;

/// <summary>Another program is told of decisions, over a real connection.</summary>
public sealed class WebhookTests
{
    private const string Secret = "a secret of the tests";

    [Fact]
    public async Task Decision_IsToldSigned_AndAgainWhereTheReceiverFailed()
    {
        var deliveries = new ConcurrentQueue<(string Signature, string Body)>();
        int asked = 0;
        await using var receiver = await Receiver.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            deliveries.Enqueue((http.Request.Headers["Semblance-Signature"].ToString(), await reader.ReadToEndAsync()));
            http.Response.StatusCode = Interlocked.Increment(ref asked) == 1 ? 500 : 204;
        });
        await using var service = await RunningService.StartAsync(("Webhook:Url", $"{receiver.Urls.First()}/door"), ("Webhook:Secret", Secret));

        var answer = await service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Abdullah_Gul", 13), ("person", "nobody")));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        for (int i = 0; i < 100 && deliveries.Count < 2; i++)
            await Task.Delay(100);
        Assert.Equal(2, deliveries.Count);
        foreach (var (signature, body) in deliveries)
        {
            string time = signature.Split(',')[0]["t=".Length..];
            string expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{body}")));
            Assert.Equal($"t={time},v1={expected}", signature);
            Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(time), 0, 60);
        }
        var told = JsonDocument.Parse(deliveries.First().Body).RootElement;
        Assert.Equal(("decision", "verify", "NoMatch"), (told.GetProperty("type").GetString(), told.GetProperty("purpose").GetString(), told.GetProperty("outcome").GetString()));
        Assert.Equal("notChecked", told.GetProperty("liveness").GetProperty("verdict").GetString());
        Assert.False(told.TryGetProperty("score", out _));
        Assert.Equal(told.GetProperty("id").GetString(), JsonDocument.Parse(deliveries.Last().Body).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Receiver_ThatRedirects_IsNotFollowed()
    {
        int elsewhere = 0;
        await using var other = await Receiver.StartAsync(_ =>
        {
            Interlocked.Increment(ref elsewhere);
            return Task.CompletedTask;
        });
        int asked = 0;
        await using var receiver = await Receiver.StartAsync(http =>
        {
            Interlocked.Increment(ref asked);
            http.Response.Redirect(other.Urls.First(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var service = await RunningService.StartAsync(("Webhook:Url", receiver.Urls.First()), ("Webhook:Secret", Secret));

        await service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Abdullah_Gul", 13), ("person", "nobody")));

        for (int i = 0; i < 100 && asked == 0; i++)
            await Task.Delay(50);
        Assert.True(asked > 0);
        Assert.Equal(0, elsewhere);
    }
}
