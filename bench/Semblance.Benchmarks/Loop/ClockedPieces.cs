using Semblance.Recognition;

namespace Semblance.Benchmarks.Loop;

/// <summary>A detector whose time is taken. It does not own the inner one.</summary>
internal sealed class ClockedDetector(IFaceDetector inner, StageClock clock) : IFaceDetector
{
    public IReadOnlyList<Face> Detect(Photo photo) => clock.Stage(Stages.Detection, () => inner.Detect(photo));

    public void Dispose()
    {
    }
}

/// <summary>An aligner whose time is taken.</summary>
internal sealed class ClockedAligner(IFaceAligner inner, StageClock clock) : IFaceAligner
{
    public (int Width, int Height) Size => inner.Size;

    public Photo Align(Photo photo, Face face) => clock.Stage(Stages.Alignment, () => inner.Align(photo, face));

    public FaceQuality Measure(Photo photo, Face face, Photo aligned) => inner.Measure(photo, face, aligned);
}

/// <summary>An embedder whose time is taken. It does not own the inner one.</summary>
internal sealed class ClockedEmbedder(IFaceEmbedder inner, StageClock clock) : IFaceEmbedder
{
    public string ModelId => inner.ModelId;

    public Embedding Embed(Photo alignedFace) => clock.Stage(Stages.Embedding, () => inner.Embed(alignedFace));

    public void Dispose()
    {
    }
}

/// <summary>The names of the stages, in their order.</summary>
internal static class Stages
{
    public const string Decode = "decode", Detection = "detection", Alignment = "alignment", Embedding = "embedding", Decision = "quality and decision";
}
