using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Server.Settings;

/// <summary>The settings that may change while the service runs.</summary>
/// <param name="Fmr">The false match rate; null: the pack's default.</param>
/// <param name="Fpir">The false positive identification rate.</param>
/// <param name="SignInAccess">kiosk or public.</param>
/// <param name="Liveness">What sessions are checked for at least; set where the service is started, not here.</param>
/// <param name="Started">What is set where the service is started, and does not change while it runs.</param>
/// <param name="Damaged">People of whom something stored is damaged: they cannot be recognised, everybody else can.</param>
internal sealed record SettingsView(double? Fmr, double Fpir, string SignInAccess, string Liveness, StartSettings Started, IReadOnlyList<DamagedView> Damaged);

/// <summary>Somebody of whom something stored is damaged.</summary>
/// <param name="Person">The person's id; DELETE /v1/people/{id} removes them.</param>
/// <param name="Problem">What is wrong.</param>
internal sealed record DamagedView(Guid Person, string Problem);

/// <summary>What is to change; what is missing stays.</summary>
internal sealed record ChangeSettingsRequest(double? Fmr = null, double? Fpir = null, string? SignInAccess = null);

/// <summary>Settings that administrators change.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/v1/settings").WithTags("Settings").Needs(Role.Admin);
        settings.MapGet("", Read).WithSummary("Read the settings").Answers<SettingsView>(200);
        settings.MapPut("", Change).WithSummary("Change settings").WithDescription("What is missing stays. A rate that the pack's calibration does not carry is refused. `liveness` is no setting that changes while the service runs.")
            .Answers<SettingsView>(200, Problem.InvalidRequest);
    }

    private static async Task<Ok<SettingsView>> Read(IStore store, CurrentSettings settings, SignInPage signIn, LivenessChecks liveness, StartSettings started, GalleryIndex index, CancellationToken cancellation) =>
        TypedResults.Ok(await ViewAsync(store, settings, signIn, liveness, started, index, cancellation));

    private static async Task<Ok<SettingsView>> Change(
        ChangeSettingsRequest request, HttpContext context, IStore store, Recognizer recognizer, CurrentSettings settings, SignInPage signIn, LivenessChecks liveness, StartSettings started,
        GalleryIndex index, CancellationToken cancellation)
    {
        recognizer.RequireCarried(request.Fmr);
        RecognizerRates.RequireRate("fpir", request.Fpir);
        if (request.SignInAccess is { } access && !Enum.GetNames<SignInAccess>().Contains(access, StringComparer.OrdinalIgnoreCase))
            throw Problem.InvalidRequest.With("signInAccess is kiosk or public.");

        var caller = context.GetCaller();
        await SetAsync(CurrentSettings.FmrName, request.Fmr?.ToString("R", CultureInfo.InvariantCulture));
        await SetAsync(CurrentSettings.FpirName, request.Fpir?.ToString("R", CultureInfo.InvariantCulture));
        await SetAsync(SignInPage.AccessName, request.SignInAccess is { } text ? Enum.Parse<SignInAccess>(text, ignoreCase: true).ToString() : null);
        return TypedResults.Ok(await ViewAsync(store, settings, signIn, liveness, started, index, cancellation));

        async Task SetAsync(string name, string? value)
        {
            if (value is null)
                return;
            await store.Settings.SetAsync(name, value, cancellation);
            await store.Audit.AppendAsync(new AuditEvent("settings.changed", caller.Name, Detail: $"{name} = {value}", Address: caller.Address), CancellationToken.None);
        }
    }

    private static async Task<SettingsView> ViewAsync(IStore store, CurrentSettings settings, SignInPage signIn, LivenessChecks liveness, StartSettings started, GalleryIndex index, CancellationToken cancellation)
    {
        // Up to date also where nobody has asked who somebody is yet.
        await index.RefreshAsync(cancellation);
        return new SettingsView(
            await settings.FmrAsync(null, cancellation), await settings.FpirAsync(cancellation), (await signIn.AccessAsync(cancellation)).ToString().ToLowerInvariant(),
            liveness.Policy.Name, started, [.. index.Damaged.OrderBy(person => person.Key).Select(person => new DamagedView(person.Key, person.Value)), .. await WithoutKeysAsync(store, cancellation)]);
    }

    // Those who were removed since are nobody's concern any more.
    private static async Task<IReadOnlyList<DamagedView>> WithoutKeysAsync(IStore store, CancellationToken cancellation)
    {
        var people = new List<DamagedView>();
        foreach (var person in store.PeopleWithoutKeys)
        {
            if (!(await store.Gallery.VerifyRemovedAsync(person, cancellation)).IsRemoved)
                people.Add(new DamagedView(person, "Their key is missing: gallery.keys was older than gallery.db when the service started. Put the newest one back, or remove them and enrol them again."));
        }
        return people;
    }
}
