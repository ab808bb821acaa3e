using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Settings;
using Semblance.Storage;

namespace Semblance.Server.Packs;

/// <summary>A pack: the running one, or one that faces in the gallery were read with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsRunning">Whether it is the one that decides.</param>
/// <param name="Licence">Its terms; null for a pack that does not run.</param>
/// <param name="TrainingData">What it learned from; null for a pack that does not run.</param>
/// <param name="People">How many people have faces of it.</param>
internal sealed record PackView(string Id, string Name, bool IsRunning, string? Licence, string? TrainingData, int People);

/// <summary>A false match rate that can be asked for.</summary>
/// <param name="Fmr">The rate.</param>
/// <param name="Score">The score from which it is a match.</param>
/// <param name="Evidence">The data behind it.</param>
internal sealed record RateView(double Fmr, double Score, string Evidence);

/// <summary>The false match rates.</summary>
/// <param name="Current">The one that decides; null where the pack is uncalibrated.</param>
/// <param name="Available">Those that the pack's calibration carries, the greatest first.</param>
internal sealed record RatesView(double? Current, IReadOnlyList<RateView> Available);

/// <summary>The packs.</summary>
/// <param name="Running">The id of the one that runs.</param>
/// <param name="Packs">The running one, then the others.</param>
/// <param name="Fmr">The false match rates.</param>
internal sealed record PacksView(string Running, IReadOnlyList<PackView> Packs, RatesView Fmr);

/// <summary>The model packs.</summary>
internal static class PackEndpoints
{
    public static void MapPacks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/packs", List).WithTags("Packs").Needs(Role.Admin).WithSummary("List packs and false match rates")
            .WithDescription("The running pack, those that people were enrolled with, and the false match rates that the running one carries.")
            .Answers<PacksView>(200);

    private static async Task<Ok<PacksView>> List(IStore store, Recognizer recognizer, CurrentSettings settings, CancellationToken cancellation)
    {
        var people = await CountAsync(store, cancellation);
        var pack = recognizer.Pack;
        var running = new PackView(pack.Id, pack.Manifest.Name, true, pack.Manifest.Licence, pack.Manifest.TrainingData, people.GetValueOrDefault(pack.Id));
        var others = people.Where(other => other.Key != pack.Id).Select(other => new PackView(other.Key, other.Key, false, null, null, other.Value));
        var rates = pack.Manifest.Thresholds.Where(threshold => threshold.Fmr is not null).OrderByDescending(threshold => threshold.Fmr)
            .Select(threshold => new RateView(threshold.Fmr!.Value, threshold.Score, threshold.Evidence));
        double? current = pack.ThresholdFor(await settings.FmrAsync(null, cancellation)).Fmr;
        return TypedResults.Ok(new PacksView(pack.Id, [running, .. others.OrderBy(other => other.Id)], new RatesView(current, [.. rates])));
    }

    private static async Task<Dictionary<string, int>> CountAsync(IStore store, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, int>();
        string? after = null;
        do
        {
            var page = await store.Gallery.ListAsync(new PersonQuery(After: after, Limit: 200), cancellation);
            foreach (string pack in page.People.SelectMany(person => person.Faces.Select(face => face.PackId).Distinct()))
                counts[pack] = counts.GetValueOrDefault(pack) + 1;
            after = page.Next;
        }
        while (after is not null);
        return counts;
    }
}
