using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Numbers;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>From photos of a labelled set to embeddings: the most central large face of each, or the whole photo where the faces are aligned already.</summary>
internal sealed class PhotoEmbedding(Engine engine, ParseResult arguments, bool measure = false)
{
    private readonly Dictionary<string, FaceQuality> _quality = [];
    private readonly IFaceAligner _aligner = engine.Pack.CreateAligner();
    private readonly bool _aligned = arguments.GetValue(Aligned);
    private readonly int _border = arguments.GetValue(Border);

    public static Option<bool> Aligned { get; } = new("--aligned") { Description = "The photos are aligned faces: take them as they are, without a detector." };

    public static Option<int> Border { get; } = NumberOption.Create("--border", "Repeat the photos' edges this many pixels outwards before faces are looked for, for tightly cut photos.", Limits.Between(0, 1000), () => 0);

    public static Option<string[]> By { get; } = new("--by") { Description = "The columns of --groups that make the groups. Default: group.", HelpName = "COLUMN", AllowMultipleArgumentsPerToken = true };

    /// <summary>The quality of each face that was found, by the photo's path, where measuring was asked for.</summary>
    public IReadOnlyDictionary<string, FaceQuality> Quality => _quality;

    /// <summary>The embedding of a photo; null where it shows no usable face.</summary>
    /// <exception cref="PhotoException">The file is no photo.</exception>
    public Embedding? Embed(string path)
    {
        if (_aligned)
            return engine.Embedder.Embed(PhotoReader.Read(path).Resize(_aligner.Size.Width, _aligner.Size.Height));
        var photo = PhotoReader.Read(path).Pad(_border);
        if (FaceSelection.MostCentral(engine.Detector.Detect(photo), photo.Width, photo.Height, engine.Pack.Detection.Heads) is not FaceSelection.Main main)
            return null;
        if (measure)
            _quality[path] = FaceQuality.Measure(photo, main.Face);
        return engine.Embedder.Embed(_aligner.Align(photo, main.Face));
    }

    /// <summary>The comparisons within groups; none where there are no groups.</summary>
    public IReadOnlyList<GroupScores> Compare(GroupedPhotos? groups, CancellationToken cancellation) => groups is null ? [] : ProgressDisplay.Run("Reading groups", 1, show => groups.Compare(
        Embed, engine.Pack.Comparator, new DirectProgress(done => show((double)done.Done / done.Total, $"Reading groups, {done.Done} of {done.Total}")), cancellation));
}
