using Microsoft.Extensions.DependencyInjection;
using Semblance.Packs;
using Semblance.Server.Hosting;
using Semblance.Storage;
using Semblance.Storage.Enrolment;
using Semblance.Storage.Search;

namespace Semblance.Server.Engine;

/// <summary>What reads faces and looks for people.</summary>
internal static class EngineServices
{
    private const int QueuePerWorker = 8;

    public static IServiceCollection AddEngine(this IServiceCollection services, ServerOptions options, FaceEngine engine)
    {
        int workers = options.Limits.Workers > 0 ? options.Limits.Workers : Environment.ProcessorCount;
        int queue = options.Limits.Queue > 0 ? options.Limits.Queue : QueuePerWorker * workers;
        // By a factory, so that the container ends it.
        int? rotate = RotationOf(options.Camera.Rotate);
        services.AddSingleton(_ => new Recognizer(engine, new FaceWorkers(workers, queue)) { Rotate = rotate });
        services.AddSingleton(_ => new GalleryIndex(_.GetRequiredService<IStore>().Gallery, engine.Pack.Id));
        services.AddSingleton(provider => new Enroller(provider.GetRequiredService<IStore>(), engine.Pack, provider.GetRequiredService<GalleryIndex>()));
        services.AddSingleton<FaceReader>();
        return services;
    }

    private static int? RotationOf(string setting) => setting switch
    {
        "auto" => null,
        "0" or "90" or "180" or "270" => int.Parse(setting, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw ServerSettings.Wrong("Camera:Rotate", "auto, 0, 90, 180 or 270."),
    };
}
