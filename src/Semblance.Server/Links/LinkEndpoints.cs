using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.OpenApi;
using Semblance.Server.Pages;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Links;

/// <summary>The body of POST /v1/links.</summary>
internal sealed record AddLinkRequest(
    [property: Description("signIn: one sign-in. enroll: one enrolment. open: opens the page as a key does, for 12 hours. device: registers the device that opens it as a kiosk.")] string? Action,
    [property: Description("open only: verify, enroll or admin, at most the role of the key that makes the link. Default: verify.")] string? Role = null,
    [property: Description("enroll: the name of the person to enrol; default: who opens the link enters one. device: what the device is called.")] string? Name = null,
    [property: Description("enroll only: the id of a person who gets further faces.")] Guid? Person = null,
    [property: Description("How long the link may wait to be opened, 1 to 1440. Default: 15.")] int? Minutes = null);

/// <summary>A link that was made just now.</summary>
/// <param name="Id">Takes it back: DELETE /v1/links/{id}.</param>
/// <param name="Action">What it is for.</param>
/// <param name="Role">What the page that it opens may do.</param>
/// <param name="Expires">When it ends unopened.</param>
/// <param name="Address">Opens the page, once. Shown here only.</param>
/// <param name="Qr">The address as a QR code, an SVG picture.</param>
internal sealed record NewLinkView(Guid Id, string Action, string Role, DateTimeOffset Expires, string Address, string Qr);

/// <summary>A link that waits to be opened.</summary>
internal sealed record LinkView(Guid Id, string Action, string Role, string? Name, Guid? Person, string MadeBy, DateTimeOffset Created, DateTimeOffset Expires);

/// <summary>The links that wait, the newest first.</summary>
internal sealed record LinksView(IReadOnlyList<LinkView> Links);

/// <summary>The body of POST /v1/links/open.</summary>
/// <param name="Link">The text of a link: what follows <c>#link=</c> in its address.</param>
/// <param name="Inside">Whether the page lies inside another site's, where browsers keep no cookie for it: then the answer holds what it sends as a key. For one sign-in only.</param>
internal sealed record OpenLinkRequest(string Link, bool Inside = false);

/// <summary>The session of a page inside another site's.</summary>
/// <param name="Session">What it sends as <c>Authorization: Bearer</c>, for half an hour.</param>
internal sealed record InsideView(string Session);

/// <summary>One-time links: they open the page on another device, such as a phone.</summary>
internal static class LinkEndpoints
{
    private const int MostMinutes = 24 * 60;
    private static readonly TimeSpan s_one = TimeSpan.FromMinutes(30);

    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/v1/links").WithTags("Links");
        links.MapPost("", Add).Needs(Role.Enroll).WithSummary("Make a one-time link").WithDescription("Its address opens the page once, for one enrolment, one sign-in or as a key does. It ends with the key that made it, and with the service.")
            .Answers<NewLinkView>(201, Problem.InvalidRequest, Problem.NotFound, Problem.TooManyRequests);
        links.MapGet("", List).Needs(Role.Admin).WithSummary("List the links that wait").Answers<LinksView>(200);
        links.MapDelete("/{id:guid}", Revoke).Needs(Role.Admin).WithSummary("Take a link back").WithDescription("With the page that it opened.").Answers(204, Problem.NotFound);
        links.MapPost("/open", Open).AllowAnonymous().WithSummary("Open the page with a link").WithDescription("Sets a cookie, as POST /v1/login does; with `inside`, for one sign-in, it answers with the session instead. A link works once.").Answers<InsideView>(200, Problem.NotAuthenticated, Problem.NotAllowed, Problem.BadOrigin, Problem.InvalidRequest).Answers(204);
    }

    private static async Task<Created<NewLinkView>> Add(AddLinkRequest request, HttpContext context, OneTimeLinks links, IStore store, TimeProvider time, CancellationToken cancellation)
    {
        var caller = context.GetCaller();
        var grant = await GrantAsync(request, caller, store, cancellation);
        if (request.Minutes is < 1 or > MostMinutes)
            throw Problem.InvalidRequest.With($"minutes lies between 1 and {MostMinutes}.");
        var now = time.GetUtcNow();
        var link = new OneTimeLink(grant, caller.KeyId!.Value, caller.Name, now, now + TimeSpan.FromMinutes(request.Minutes ?? 15));
        string text = links.Add(link)
            ?? throw Problem.TooManyRequests.With($"{OneTimeLinks.MostOfAKey} links of this key wait to be opened: take some back, or wait until they end.", TimeSpan.FromMinutes(1));
        await store.Audit.AppendAsync(new AuditEvent("link.added", caller.Name, grant.Person, Detail: Describe(grant), Address: caller.Address), CancellationToken.None);
        string address = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/#link={text}";
        return TypedResults.Created(
            $"{context.Request.PathBase}/v1/links/{grant.Link}", new NewLinkView(grant.Link, WordOf(grant.Action), grant.Role.ToString().ToLowerInvariant(), link.Expires, address, QrPicture.Of(address)));
    }

    private static Ok<LinksView> List(OneTimeLinks links) => TypedResults.Ok(new LinksView([.. links.List().Select(link => new LinkView(
        link.Grant.Link, WordOf(link.Grant.Action), link.Grant.Role.ToString().ToLowerInvariant(), link.Grant.Name, link.Grant.Person, link.MadeBy, link.Created, link.Expires))]));

    private static async Task<NoContent> Revoke(Guid id, HttpContext context, OneTimeLinks links, PageSessions pages, IStore store)
    {
        if (!links.Revoke(id) & !pages.EndOf(id))
            throw Problem.NotFound.With("No link that waits, and no page that one opened, has this id.");
        var caller = context.GetCaller();
        await store.Audit.AppendAsync(new AuditEvent("link.revoked", caller.Name, Detail: id.ToString(), Address: caller.Address), CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Ok<InsideView>>> Open(OpenLinkRequest request, HttpContext context, OneTimeLinks links, PageSessions pages, RegisteredDevices devices, IStore store, RefusedLogins refused, TimeProvider time, CancellationToken cancellation)
    {
        string text = request.Link ?? "";
        if (request.Inside && links.Look(text) is { Action: not LinkAction.SignIn })
            throw Problem.InvalidRequest.With("inside is for links with the action signIn.");
        // The person before a kiosk is anybody: they do not make it a page of theirs with a link from elsewhere.
        if (links.Look(text) is { Role: not Role.Admin, Action: not LinkAction.Device } && await devices.FindAsync(context) is not null)
            throw Problem.NotAllowed.With("This device is a kiosk: open the link on another one.");
        if (links.Take(text) is not { } link)
            throw await RefusedAsync(context, refused, cancellation);
        try
        {
            // What fails on the service's side uses up no link.
            var key = (await store.Keys.ListAsync(cancellation)).FirstOrDefault(key => key.Id == link.Key);
            if (key is not { Revoked: null } || key.Expires <= time.GetUtcNow())
                throw await RefusedAsync(context, refused, cancellation);
            await store.Audit.AppendAsync(new AuditEvent("link.opened", link.MadeBy, link.Grant.Person, Detail: Describe(link.Grant), Address: context.CallerAddress()), CancellationToken.None);
            var device = link.Grant.Action == LinkAction.Device ? await devices.RegisterAsync(context, link.Grant.Name!, link.MadeBy, cancellation) : null;
            if (!links.Use(text))
            {
                if (device is not null)
                    await store.Keys.RevokeAsync(device.Id, CancellationToken.None);
                throw await RefusedAsync(context, refused, cancellation);
            }
            if (request.Inside)
                return TypedResults.Ok(new InsideView(pages.BeginInside(key, link.Grant, s_one)));
            if (device is not null)
                pages.End(context);
            else
                pages.Begin(context, key, link.Grant, link.Grant.IsForOneThing ? s_one : null);
            return TypedResults.NoContent();
        }
        finally
        {
            links.PutBack(text);
        }
    }

    private static async Task<ProblemException> RefusedAsync(HttpContext context, RefusedLogins refused, CancellationToken cancellation)
    {
        await refused.NoteAsync(context.CallerAddress(), cancellation);
        return Problem.NotAuthenticated.With("The link was used, was taken back, or has expired.");
    }

    private static async Task<Grant> GrantAsync(AddLinkRequest request, Caller caller, IStore store, CancellationToken cancellation)
    {
        var action = request.Action switch
        {
            "open" => LinkAction.Open,
            "signIn" => LinkAction.SignIn,
            "enroll" => LinkAction.Enroll,
            "device" => LinkAction.Device,
            _ => throw Problem.InvalidRequest.With("action is signIn, enroll, open or device."),
        };
        if (action != LinkAction.Open && request.Role is not null)
            throw Problem.InvalidRequest.With("role belongs to the action open.");
        // The page that such a link opens would outlive the one that made it, and go on without end.
        if (action == LinkAction.Open && caller.Grant is not null)
            throw Problem.NotAllowed.With("A page that a link opened makes no links that open the page: open it with a key.");
        if (action == LinkAction.Device)
            return DeviceGrant(request, caller);
        if (action != LinkAction.Enroll && (request.Name is not null || request.Person is not null) || request is { Name: not null, Person: not null })
            throw Problem.InvalidRequest.With("name or person, one of them, belongs to the action enroll.");
        if (request.Role is { } word && !Enum.GetNames<Role>().Contains(word, StringComparer.OrdinalIgnoreCase))
            throw Problem.InvalidRequest.With("role is verify, enroll or admin.");
        var role = action == LinkAction.Enroll ? Role.Enroll : request.Role is { } wanted ? Enum.Parse<Role>(wanted, ignoreCase: true) : Role.Verify;
        if (!caller.May(role))
            throw Problem.NotAllowed.With($"A key with the role {caller.Role.ToString().ToLowerInvariant()} makes no link with the role {role.ToString().ToLowerInvariant()}.");
        if (request.Person is not { } person)
            return new Grant(Guid.NewGuid(), action, role) { Name = request.Name is null ? null : PersonName.Parse(request.Name).Value };
        if (!caller.IsAdmin)
            throw Problem.NotAllowed.With("Links for people who are enrolled need the role admin.");
        var known = await store.Gallery.FindAsync(person, cancellation) ?? throw new PersonNotFoundException(person.ToString());
        return new Grant(Guid.NewGuid(), action, role) { Name = known.Name.Value, Person = person };
    }

    private static Grant DeviceGrant(AddLinkRequest request, Caller caller)
    {
        if (!caller.IsAdmin)
            throw Problem.NotAllowed.With("Links that register a device need the role admin.");
        if (request.Person is not null || request.Name is not { Length: > 0 and <= 64 } name || name.Any(char.IsControl))
            throw Problem.InvalidRequest.With("name: say in 1 to 64 characters where the device stands.");
        return new Grant(Guid.NewGuid(), LinkAction.Device, Role.Verify) { Name = name };
    }

    /// <summary>The word of an action.</summary>
    public static string WordOf(LinkAction action) => action == LinkAction.SignIn ? "signIn" : action.ToString().ToLowerInvariant();

    private static string Describe(Grant grant) => $"{grant.Link} {WordOf(grant.Action)} ({grant.Role.ToString().ToLowerInvariant()})";
}
