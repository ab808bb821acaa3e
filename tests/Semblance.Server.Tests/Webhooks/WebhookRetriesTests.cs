using Semblance.Server.Webhooks;
using Semblance.Storage;

namespace Semblance.Server.Tests.Webhooks;

/// <summary>When a delivery that failed is tried again.</summary>
public sealed class WebhookRetriesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(8, 512)]
    [InlineData(9, 600)]
    [InlineData(140, 600)]
    public void Pause_DoublesUpToTenMinutes(int attempts, int seconds) =>
        Assert.Equal(s_now.AddSeconds(seconds), WebhookRetries.Next(Message(attempts, TimeSpan.FromHours(1)), new WebhookResult("It is down."), s_now));

    [Fact]
    public void Receiver_ThatIsDownForADay_IsNotTriedAgainByItself()
    {
        Assert.NotNull(WebhookRetries.Next(Message(140, TimeSpan.FromHours(23.9)), new WebhookResult("It is down."), s_now));
        Assert.Null(WebhookRetries.Next(Message(140, TimeSpan.FromHours(24)), new WebhookResult("It is down."), s_now));
    }

    [Fact]
    public void Message_ThatIsRefused_IsGivenUpSooner()
    {
        var refused = new WebhookResult("The receiver answered 422.", IsRefused: true);

        Assert.NotNull(WebhookRetries.Next(Message(6, TimeSpan.FromMinutes(2)), refused, s_now));
        Assert.Null(WebhookRetries.Next(Message(7, TimeSpan.FromMinutes(4)), refused, s_now));
    }

    private static QueuedMessage Message(int attempts, TimeSpan since) => new(Guid.NewGuid(), s_now - since, attempts, s_now - since, null, s_now, null);
}
