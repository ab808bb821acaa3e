using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Pages;
using Semblance.Server.Problems;
using Semblance.Server.Uploads;
using Semblance.Storage;

namespace Semblance.Server.Devices;

/// <summary>A device to be registered.</summary>
/// <param name="Name">What it is called, 1 to 64 characters.</param>
internal sealed record AddDeviceRequest(string Name);

/// <summary>A device that was registered as a kiosk.</summary>
/// <param name="Id">Its id; DELETE /v1/keys/{id} revokes it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Created">When it was registered.</param>
internal sealed record DeviceView(Guid Id, string Name, DateTimeOffset Created);

/// <summary>The devices that are not revoked, the newest first.</summary>
internal sealed record DevicesView(IReadOnlyList<DeviceView> Devices);

/// <summary>The body of POST /v1/devices/leave.</summary>
/// <param name="Key">The text of an admin key.</param>
internal sealed record LeaveRequest(string Key);

/// <summary>Whether a face is before a camera.</summary>
/// <param name="Face">Whether one was found.</param>
/// <param name="Share">How high the largest one is, as a share of the picture's height; 0 where there is none.</param>
internal sealed record PresenceOfFaceView(bool Face, double Share);

/// <summary>Kiosks: a browser is registered once and shows the sign-in page from then on.</summary>
internal static class DeviceEndpoints
{
    private const int LongestName = 64;
    private const int LargestPicture = 64 << 10;

    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/v1/devices").WithTags("Devices");
        devices.MapGet("", List).Needs(Role.Admin).WithSummary("List registered devices").Answers<DevicesView>(200);
        devices.MapPost("", Add).Needs(Role.Admin).WithSummary("Register the browser that asks as a kiosk").WithDescription("Sets a cookie that lasts, and closes the page for everything but signing in. A one-time link with the action `device` registers another one.")
            .Answers<DeviceView>(201, Problem.InvalidRequest);
        devices.MapPost("/leave", Leave).NeedsSignIn().WithSummary("Make a kiosk a browser again").WithDescription("Needs an admin key in its body.").Answers(204, Problem.NotAuthenticated, Problem.NotFound);
        routes.MapPost(RegisteredDevices.PresencePath, Presence).NeedsSignIn().WithTags("Devices").WithSummary("Is a face before the camera?")
            .WithDescription("For a page that begins by itself: one small picture, at most 64 KB. Nobody is recognised, and nothing is kept or noted.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestPicture)).TakesForm(new FormPart("photo", IsFile: true)).Answers<PresenceOfFaceView>(200, Problem.InvalidRequest, Problem.PhotoUnreadable);
    }

    private static async Task<Ok<DevicesView>> List(IStore store, CancellationToken cancellation) => TypedResults.Ok(new DevicesView(
        [.. (await store.Keys.ListAsync(cancellation)).Where(key => key is { IsDevice: true, Revoked: null }).Select(key => new DeviceView(key.Id, key.Name, key.Created))]));

    private static async Task<Created<DeviceView>> Add(AddDeviceRequest request, HttpContext context, RegisteredDevices devices, PageSessions pages, CancellationToken cancellation)
    {
        RequireName(request.Name);
        var key = await devices.RegisterAsync(context, request.Name, context.GetCaller().Name, cancellation);
        pages.End(context);
        return TypedResults.Created($"{context.Request.PathBase}/v1/keys/{key.Id}", new DeviceView(key.Id, key.Name, key.Created));
    }

    /// <summary>Refuses what is no name of a device.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static void RequireName(string? name)
    {
        if (name is not { Length: > 0 and <= LongestName } || name.Any(char.IsControl))
            throw Problem.InvalidRequest.With($"name: say in 1 to {LongestName} characters where the device stands.");
    }

    private static async Task<NoContent> Leave(LeaveRequest request, HttpContext context, IStore store, RegisteredDevices devices, RefusedLogins refused, CancellationToken cancellation)
    {
        if (await store.Keys.FindAsync(request.Key ?? "", cancellation) is not { Role: Role.Admin, IsDevice: false } key)
        {
            await refused.NoteAsync(context.CallerAddress(), cancellation);
            throw Problem.NotAuthenticated.With("This takes an admin key.");
        }
        var (device, _) = await devices.FindAsync(context) ?? throw Problem.NotFound.With("This browser is not registered.");
        await store.Keys.RevokeAsync(device.Id, cancellation);
        RegisteredDevices.Forget(context);
        await store.Audit.AppendAsync(new AuditEvent("device.left", key.Name, Detail: $"{device.Id} {device.Name}", Address: context.CallerAddress()), CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PresenceOfFaceView>> Presence(HttpContext context, FaceReader reader, CancellationToken cancellation)
    {
        var form = await UploadForm.ReadAsync(context.Request, "photo", cancellation);
        double share = await reader.ShareOfFaceAsync(form.File("photo"), cancellation);
        return TypedResults.Ok(new PresenceOfFaceView(share > 0, Math.Round(share, 3)));
    }
}
