using Semblance.Recognition;

namespace Semblance.Benchmarks.Loop;

/// <summary>The live decision as <c>semblance verify</c> makes it: the template is embedded once, each frame gives one embedding.</summary>
internal sealed class SemblanceLoop
{
    private readonly FaceSession _session;
    private int _frames;

    public SemblanceLoop(ModelPack pack, IFaceDetector detector, IFaceEmbedder embedder, FaceReading.Usable enrolled)
    {
        var pipeline = new FacePipeline(new ClockedDetector(detector, Clock), new ClockedAligner(pack.CreateAligner(), Clock), new ClockedEmbedder(embedder, Clock), pack.Quality.Verification);
        var template = new Template("benchmark", pack.Id, [enrolled.Embedding], [enrolled.Quality], DateTimeOffset.UnixEpoch);
        var engine = new FaceEngine(pack, detector, embedder, upright: null, runtime: null);
        _session = engine.Begin(engine.ClaimOf(template, FaceSessionOptions.Unhurried), LivenessPolicy.Off, FaceSessionOptions.Unhurried with { ToTheEnd = true }, pipeline);
    }

    public StageClock Clock { get; } = new();

    public void Add(byte[] png) => Clock.Frame(() => _session.Add(Clock.Stage(Stages.Decode, () => PhotoReader.Decode(png, "frame")), TimeSpan.FromMilliseconds(40 * _frames++)));
}
