using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Benchmarks.Loop;

/// <summary>The live decision as the lesson makes it: the last box of the frame is taken, and the true image is embedded again for it.</summary>
internal sealed class LessonLoop
{
    private readonly ClockedDetector _detector;
    private readonly ClockedAligner _aligner;
    private readonly ClockedEmbedder _embedder;
    private readonly Comparator _comparator;
    private readonly MeanOfFrames _mean;
    private readonly Photo _trueImage;

    public LessonLoop(ModelPack pack, IFaceDetector detector, IFaceEmbedder embedder, FaceReading.Usable enrolled)
    {
        (_detector, _aligner, _embedder) = (new ClockedDetector(detector, Clock), new ClockedAligner(pack.CreateAligner(), Clock), new ClockedEmbedder(embedder, Clock));
        (_comparator, _trueImage) = (pack.Comparator, enrolled.Aligned);
        _mean = new MeanOfFrames(_comparator, pack.ThresholdFor());
    }

    public StageClock Clock { get; } = new();

    /// <summary>Frames in which a face was found.</summary>
    public int FramesWithFace { get; private set; }

    public void Add(byte[] png) => Clock.Frame(() =>
    {
        var photo = Clock.Stage(Stages.Decode, () => PhotoReader.Decode(png, "frame"));
        if (_detector.Detect(photo) is not [.., var face])
        {
            _mean.NextAttempt();
            return;
        }
        FramesWithFace++;
        var embedding = _embedder.Embed(_aligner.Align(photo, face));
        _mean.Add(_comparator.Compare(_embedder.Embed(_trueImage), embedding));
        _ = _mean.Decision;
    });

    public void Reset()
    {
        Clock.Reset();
        FramesWithFace = 0;
    }
}
