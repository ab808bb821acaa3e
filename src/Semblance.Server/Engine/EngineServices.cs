using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Semblance.Storage;
using Semblance.Storage.Enrolment;
using Semblance.Storage.Search;

namespace Semblance.Server.Engine;

/// <summary>What reads faces and looks for people.</summary>
internal static class EngineServices
{
    private const int QueuePerWorker = 8;

    public static IServiceCollection AddEngine(this IServiceCollection services, FaceEngine engine, CameraOptions camera, EngineLimits limits)
    {
        int workers = limits.Workers > 0 ? limits.Workers : Environment.ProcessorCount;
        int queue = limits.Queue > 0 ? limits.Queue : QueuePerWorker * workers;
        // By a factory, so that the container ends it.
        int? rotate = RotationOf(camera.Rotate);
        services.AddSingleton(_ => new Recognizer(engine, new FaceWorkers(workers, queue)) { Rotate = rotate });
        services.AddSingleton(provider =>
        {
            var log = provider.GetRequiredService<ILogger<GalleryIndex>>();
            return new GalleryIndex(provider.GetRequiredService<IStore>().Gallery, engine.Pack.Id)
            {
                Length = provider.GetRequiredService<Recognizer>().EmbeddingLength,
                WhenDamaged = (_, problem) => log.LogWarning("Somebody cannot be recognised. {Problem}", problem),
            };
        });
        services.AddSingleton(provider => new Enroller(provider.GetRequiredService<IStore>(), engine.Pack, provider.GetRequiredService<GalleryIndex>()));
        services.AddSingleton(limits).AddSingleton<FaceReader>();
        return services;
    }

    private static int? RotationOf(string setting) => setting switch
    {
        "auto" => null,
        "0" or "90" or "180" or "270" => int.Parse(setting, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Cameras are turned by auto, 0, 90, 180 or 270, not by {setting}.", nameof(setting)),
    };
}
