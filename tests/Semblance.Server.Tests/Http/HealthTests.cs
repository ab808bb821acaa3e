using System.Net;

namespace Semblance.Server.Tests.Http;

public sealed class HealthTests
{
    [Fact]
    public async Task Gallery_DeletedWhileTheServiceRuns_IsNoticedBeforeTheNextAnswer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody delete an open file.");
        await using var service = await RunningService.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync(null, "/health/ready")).StatusCode);

        File.Delete(Path.Combine(service.Home, "gallery.db"));

        await Answers.ProblemAsync(await service.TryEnrolAsync("admin", "anna", [Faces.Lfw("Abdullah_Gul", 13)]), 503, "storeUnavailable");
        await Answers.ProblemAsync(await service.GetAsync(null, "/health/ready"), 503, "storeUnavailable");
    }
}
