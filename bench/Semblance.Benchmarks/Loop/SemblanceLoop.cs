using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Packs;
using Semblance.Recognition;

namespace Semblance.Benchmarks.Loop;

/// <summary>The live decision as <c>semblance verify</c> makes it: the template is embedded once, each frame gives one embedding.</summary>
internal sealed class SemblanceLoop
{
    private readonly ClaimVerification _claim;

    public SemblanceLoop(ModelPack pack, IFaceDetector detector, IFaceEmbedder embedder, FaceReading.Usable enrolled)
    {
        var pipeline = new FacePipeline(new ClockedDetector(detector, Clock), new ClockedAligner(pack.CreateAligner(), Clock), new ClockedEmbedder(embedder, Clock), pack.Quality.Verification);
        var template = new Template("benchmark", pack.Id, [enrolled.Embedding], [enrolled.Quality], DateTimeOffset.UnixEpoch);
        _claim = new FaceVerifier(pipeline, pack.Comparator, pack.ThresholdFor()).Begin(template);
    }

    public StageClock Clock { get; } = new();

    public void Add(byte[] png) => Clock.Frame(() => _claim.Add(Clock.Stage(Stages.Decode, () => PhotoReader.Decode(png, "frame"))));
}
