using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Semblance.Server.Access;
using Semblance.Server.Pages;
using Semblance.Server.Problems;
using Semblance.Server.Sessions;
using Semblance.Server.Tokens;
using Semblance.Storage;

namespace Semblance.Server.Oidc;

/// <summary>The body of POST /connect/face.</summary>
/// <param name="Token">The signed answer of a face session.</param>
/// <param name="Query">The query of the authorization request that asked for it, with its question mark.</param>
internal sealed record FaceTicketRequest(string? Token, string? Query);

/// <summary>The body of POST /connect/refuse.</summary>
/// <param name="Query">The query of the authorization request, with its question mark.</param>
internal sealed record RefuseRequest(string? Query);

/// <summary>Which program asks.</summary>
/// <param name="Client">Its id.</param>
/// <param name="Name">What people are told.</param>
internal sealed record AskingProgram(string Client, string Name);

/// <summary>
/// The login step. The authorization request of a program sends the browser to the sign-in page; a match there is exchanged for a ticket in a cookie, and the request is
/// repeated.
/// </summary>
internal static class OidcEndpoints
{
    private const string Cookie = "semblance-face";

    /// <summary>/connect/authorize, /connect/request, /connect/face, /connect/refuse and /connect/userinfo; /connect/token and the documents are OpenIddict's own.</summary>
    public static void MapOidc(this IEndpointRouteBuilder routes, OidcOptions options, PageFiles pages)
    {
        routes.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post],
            (HttpContext http, FaceTickets tickets, ProgramVisits visits, IStore store, CancellationToken cancellation) => AuthorizeAsync(http, pages, tickets, visits, store, cancellation)).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/connect/request", (string? query, HttpContext http, TimeProvider time) => Describe(query, http, options, time)).NeedsSignIn().ExcludeFromDescription();
        routes.MapPost("/connect/refuse", Refuse).NeedsSignIn().ExcludeFromDescription();
        routes.MapPost("/connect/face", ExchangeAsync).NeedsSignIn().ExcludeFromDescription();
        routes.MapMethods("/connect/userinfo", [HttpMethods.Get, HttpMethods.Post], (Delegate)UserInfoAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, PageFiles pages, FaceTickets tickets, ProgramVisits visits, IStore store, CancellationToken cancellation)
    {
        // What cannot be told to the program, as nobody knows whether it is one: the person is told.
        if (http.GetOpenIddictServerResponse() is { Error: { } error })
        {
            await pages.WriteRefusedAsync(http, error);
            return Results.Empty;
        }
        var request = http.GetOpenIddictServerRequest() ?? throw Problem.InvalidRequest.With("This is no OpenID Connect request.");
        string query = http.Request.QueryString.Value ?? "";
        string? cookie = http.Request.Cookies[Cookie];
        http.Response.Cookies.Delete(Cookie, Options(http));
        var ticket = tickets.Use(cookie, query);
        if (ticket is { Face: null })
            return Refused(OpenIddictConstants.Errors.AccessDenied, "The person did not sign in.");
        // Removed meanwhile: no.
        if (ticket?.Face is not { } face || await store.Gallery.FindAsync(face.Person, cancellation) is null)
        {
            if (request.HasPromptValue(OpenIddictConstants.PromptValues.None))
                return Refused(OpenIddictConstants.Errors.LoginRequired, "A face session is needed.");
            visits.Add(http, query);
            return Results.Redirect($"{http.Request.PathBase}/?authorize={Uri.EscapeDataString(query)}");
        }

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, face.Person.ToString()).SetClaim(OpenIddictConstants.Claims.Name, face.Name.Value)
            .SetClaim(OidcSetup.CodeId, Guid.NewGuid().ToString("N")).SetClaims("amr", ["face"])
            .SetClaim(OidcSetup.Liveness, face.Liveness).SetClaim(OpenIddictConstants.Claims.AuthenticationTime, face.Seen.ToUnixTimeSeconds());
        identity.SetScopes(request.GetScopes().Intersect([OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.Profile]));
        identity.SetDestinations(claim => claim.Type switch
        {
            OidcSetup.CodeId => [],
            OpenIddictConstants.Claims.Name when !identity.HasScope(OpenIddictConstants.Scopes.Profile) => [],
            _ => [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken],
        });
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refused(string error, string description) => Results.Forbid(Told(error, description), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static IResult Challenge(string error, string description) => Results.Challenge(Told(error, description), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static AuthenticationProperties Told(string error, string description) => new(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    });

    private static IResult Describe(string? query, HttpContext http, OidcOptions options, TimeProvider time)
    {
        string asked = RequireAsked(query, http, time);
        string? id = QueryHelpers.ParseQuery(asked).GetValueOrDefault(OpenIddictConstants.Parameters.ClientId);
        return options.Clients.FirstOrDefault(client => client.Id == id) is { } client ? Results.Ok(new AskingProgram(client.Id, client.Name ?? client.Id)) : throw Problem.NotFound.With("There is no such program any more.");
    }

    private static IResult Refuse(RefuseRequest request, HttpContext http, FaceTickets tickets, TimeProvider time)
    {
        http.Response.Cookies.Append(Cookie, tickets.GiveRefusal(RequireAsked(request.Query, http, time)), Options(http));
        return Results.NoContent();
    }

    private static string RequireAsked(string? query, HttpContext http, TimeProvider time)
    {
        if (query is not { Length: > 1 and <= 8192 })
            throw Problem.InvalidRequest.With("query: the query of the authorization request.");
        return http.GetCaller().Visit?.Holds(query, time.GetUtcNow()) == true ? query : throw Problem.NotFound.With("No program sent this browser here with this request in the last ten minutes.");
    }

    private static async Task<IResult> ExchangeAsync(FaceTicketRequest request, HttpContext http, TokenSigner signer, PresentedTokens presented, FaceTickets tickets, SessionRegistry sessions, TimeProvider time)
    {
        string query = RequireAsked(request.Query, http, time);
        var (claims, reason) = await TokenEndpoints.UseAsync(request.Token, isForVisit: true, signer, presented);
        if (claims is null || claims["outcome"] as string != "Match" || claims["sub"] is not string sub || claims["name"] is not string name
            || claims["liveness"] is not JsonElement liveness)
        {
            throw Problem.NotAllowed.With(reason ?? "The token is no match.");
        }
        // An answer that somebody else, another program or another request of this one asked for signs nobody in here.
        if (claims["session"] is not string id || sessions.Find(id, http.GetCaller()) is not { Authorize: { } asked } || asked != query)
            throw Problem.NotAllowed.With("The face session was begun by somebody else, or for something else.");
        var seen = DateTimeOffset.FromUnixTimeSeconds(Convert.ToInt64(claims[OpenIddictConstants.Claims.IssuedAt], CultureInfo.InvariantCulture));
        http.Response.Cookies.Append(Cookie, tickets.Give(Guid.Parse(sub), PersonName.Parse(name), liveness.Clone(), seen, query), Options(http));
        return Results.NoContent();
    }

    private static async Task<IResult> UserInfoAsync(HttpContext http, IStore store, CancellationToken cancellation)
    {
        var result = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (result.Principal is not null && !await OidcSetup.IsEnrolledAsync(store, result.Principal, cancellation))
            return Challenge(OpenIddictConstants.Errors.InvalidToken, "The person was removed meanwhile.");
        return result.Principal is { } principal
            ? Results.Json(new Dictionary<string, object?> { ["sub"] = principal.GetClaim(OpenIddictConstants.Claims.Subject), ["name"] = principal.GetClaim(OpenIddictConstants.Claims.Name) }
                .Where(pair => pair.Value is not null).ToDictionary())
            : Results.Challenge(null, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = $"{http.Request.PathBase}/connect/authorize", MaxAge = FaceTickets.Validity, IsEssential = true,
    };
}
