using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>
/// Says who asks: the key in the header Authorization, else the page's cookie, else that of a kiosk, else, where the sign-in page is public or a program sent them, anybody at it. A key that
/// is wrong is refused, never passed over.
/// </summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IStore store, PageSessions pages, RegisteredDevices devices, ProgramVisits visits, SignInPage signIn)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Semblance";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string address = Context.CallerAddress();
        string? header = Request.Headers.Authorization;
        if (!string.IsNullOrEmpty(header) && !PageSessions.IsInside(Context))
        {
            var key = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await store.Keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) : null;
            return key is null or { IsDevice: true } ? AuthenticateResult.Fail("The key is unknown, was revoked, or has expired.") : Success(Of(key, address), isPage: false);
        }
        var visit = visits.Find(Context);
        string network = $"address {Context.CallerNetwork()}";
        if (await pages.FindAsync(Context) is var (signedIn, page, grant))
            return Success(Of(signedIn, address, grant) with { Place = grant is { IsForOneThing: true } ? network : $"page {page}", Visit = visit }, isPage: true);
        if (PageSessions.IsInside(Context))
            return AuthenticateResult.Fail("The link that opened this page has ended.");
        if (await devices.FindAsync(Context) is var (device, place))
            return Success(Of(device, address) with { Place = place, IsDevice = true, Visit = visit }, isPage: true);
        bool isPublic = await signIn.AccessAsync(Context.RequestAborted) == SignInAccess.Public;
        return isPublic || visit is not null
            ? Success(new Caller(null, "sign-in page", Role.Verify, null, address) { Place = network, Visit = visit, IsForProgram = !isPublic }, isPage: true)
            : AuthenticateResult.NoResult();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        await ProblemWriter.WriteAsync(Context, Problem.NotAuthenticated.With(result.Failure?.Message ?? "The header Authorization: Bearer smb_... is missing."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(Context, Problem.NotAllowed.With(
            Context.FindCaller() is { IsDevice: true } ? "A kiosk may not do that." : Context.FindCaller() is { KeyId: not null } caller ? $"It needs another role than {caller.Role.ToString().ToLowerInvariant()}." : "The public sign-in page may not do that."));

    // A key may have been given another role's rights than when the link was made; the lesser of both counts.
    private static Caller Of(AccessKey key, string address, Grant? grant = null) =>
        new(key.Id, key.Name, grant is { } limit && limit.Role < key.Role ? limit.Role : key.Role, key.Fmr, address) { Grant = grant };

    private AuthenticateResult Success(Caller caller, bool isPage)
    {
        Context.Features.Set(new CallerFeature(caller, isPage));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }
}

/// <summary>Who makes the request, and whether they do it from the page, with a cookie or none.</summary>
internal sealed record CallerFeature(Caller Caller, bool IsPage);

/// <summary>Who makes a request.</summary>
internal static class CallerExtensions
{
    /// <summary>Who makes the request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint lets anybody in and nobody said who they are.</exception>
    public static Caller GetCaller(this HttpContext context) => context.FindCaller() ?? throw new InvalidOperationException("The endpoint does not say who may use it.");

    /// <summary>Who makes the request; null for nobody.</summary>
    public static Caller? FindCaller(this HttpContext context) => context.Features.Get<CallerFeature>()?.Caller;

    /// <summary>The network that the request comes from: whoever has one IPv6 address has 2^64 of them.</summary>
    public static string CallerNetwork(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } && !IPAddress.IsLoopback(address)
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : context.CallerAddress();
    }

    /// <summary>The network address that the request comes from: of the client where a trusted proxy says it.</summary>
    public static string CallerAddress(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is null ? "unknown" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
