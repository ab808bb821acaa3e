using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>
/// Devices that were registered as kiosks. Each has a credential of its own in a cookie that its browser keeps for as long as it is used; the service keeps the hash, in the store, so a restart changes
/// nothing. It opens the sign-in page and nothing else, and can be revoked like a key. Safe for several threads.
/// </summary>
internal sealed class RegisteredDevices(IStore store)
{
    /// <summary>Where a device asks whether a face is before its camera.</summary>
    public const string PresencePath = "/v1/presence";

    // The longest that browsers keep a cookie; every opening of the page begins it again.
    private static readonly TimeSpan s_life = TimeSpan.FromDays(400);

    // The places of devices that the store knew when they asked last.
    private readonly ConcurrentDictionary<string, bool> _known = new();

    /// <summary>Registers the browser that asks.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">What the device is called, 1 to 64 characters.</param>
    /// <param name="actor">Who registers it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AccessKey> RegisterAsync(HttpContext context, string name, string actor, CancellationToken cancellation)
    {
        var (text, key) = await store.Keys.CreateAsync(new NewAccessKey(name, Role.Verify) { IsDevice = true }, cancellation);
        await store.Audit.AppendAsync(new AuditEvent("device.added", actor, Detail: $"{key.Id} {name}", Address: context.CallerAddress()), CancellationToken.None);
        Keep(context, text);
        return key;
    }

    /// <summary>The device that asks, and what its place is called; null where none does, or it was revoked.</summary>
    public async Task<(AccessKey Key, string Place)?> FindAsync(HttpContext context)
    {
        if (TextOf(context) is not { } text)
            return null;
        string place = PlaceOf(text);
        if (await store.Keys.FindAsync(text, context.RequestAborted) is { IsDevice: true } key)
        {
            _known[place] = true;
            return (key, place);
        }
        _known.TryRemove(place, out _);
        return null;
    }

    /// <summary>The place of the device that asks, without asking the store; null where it did not know the device when it asked last, or none asks.</summary>
    public string? KnownPlace(HttpContext context) => TextOf(context) is { } text && PlaceOf(text) is var place && _known.ContainsKey(place) ? place : null;

    /// <summary>Lets the browser keep its credential for as long again.</summary>
    public static void Renew(HttpContext context)
    {
        if (TextOf(context) is { } text)
            Keep(context, text);
    }

    /// <summary>Lets the browser forget its credential.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName(context), CookieOptions(context, null));

    private static string PlaceOf(string text) => $"device {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static void Keep(HttpContext context, string text) => context.Response.Cookies.Append(CookieName(context), text, CookieOptions(context, s_life));

    private static string? TextOf(HttpContext context) => context.Request.Cookies.TryGetValue(CookieName(context), out string? text) && text is { Length: > 0 and < 200 } ? text : null;

    private static string CookieName(HttpContext context) => context.Request.IsHttps ? "__Host-semblance-device" : "semblance-device";

    private static CookieOptions CookieOptions(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", MaxAge = life, IsEssential = true,
    };
}
