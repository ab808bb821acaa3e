using System.Net;
using Microsoft.AspNetCore.Http;
using Semblance.Server.Access;

namespace Semblance.Server.Tests.Access;

/// <summary>Browsers that programs sent: how many are remembered, and whose are forgotten.</summary>
public sealed class ProgramVisitsTests
{
    private readonly SetClock _clock = new();
    private readonly ProgramVisits _visits;

    public ProgramVisitsTests() => _visits = new ProgramVisits(_clock);

    [Fact]
    public void Network_WithTooManyVisits_LosesItsOwnAndNobodyElses()
    {
        string elsewhere = Add("198.51.100.9", "?a");
        var many = Enumerable.Range(0, 3 * ProgramVisits.MostOfANetwork).Select(number =>
        {
            _clock.Now += TimeSpan.FromMilliseconds(1);
            return Add("192.0.2.1", $"?{number}");
        }).ToList();

        Assert.NotNull(Find(elsewhere));
        Assert.Equal(ProgramVisits.MostOfANetwork, many.Count(cookie => Find(cookie) is not null));
        Assert.NotNull(Find(many[^1]));
    }

    [Fact]
    public void Visit_HoldsForItsRequestsAndForTenMinutes()
    {
        string cookie = Add("192.0.2.1", "?one");
        Add("192.0.2.1", "?two", cookie);

        Assert.True(Find(cookie)!.Holds("?one", _clock.Now) && Find(cookie)!.Holds("?two", _clock.Now));
        Assert.False(Find(cookie)!.Holds("?three", _clock.Now));
        _clock.Now += TimeSpan.FromMinutes(11);
        Assert.Null(Find(cookie));
    }

    private string Add(string address, string query, string? cookie = null)
    {
        var context = Context(address, cookie);
        _visits.Add(context, query);
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    private ProgramVisit? Find(string cookie) => _visits.Find(Context("203.0.113.5", cookie));

    private static DefaultHttpContext Context(string address, string? cookie)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (cookie is not null)
            context.Request.Headers.Cookie = cookie;
        return context;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
