using System.CommandLine;
using Semblance.Detection;
using Semblance.Imaging;
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

    public static Option<int> Border { get; } = CreateBorder();

    /// <summary>The quality of each face that was found, by the photo's path, where measuring was asked for.</summary>
    public IReadOnlyDictionary<string, FaceQuality> Quality => _quality;

    /// <summary>The embedding of a photo; null where it shows no usable face.</summary>
    /// <exception cref="PhotoException">The file is no photo.</exception>
    public Embedding? Embed(string path)
    {
        if (_aligned)
            return engine.Embedder.Embed(PhotoReader.Read(path).Resize(_aligner.Size.Width, _aligner.Size.Height));
        var photo = PhotoReader.Read(path).Pad(_border);
        if (FaceSelection.MostCentral(engine.Detector.Detect(photo), photo.Width, photo.Height) is not FaceSelection.Main main)
            return null;
        if (measure)
            _quality[path] = FaceQuality.Measure(photo, main.Face);
        return engine.Embedder.Embed(_aligner.Align(photo, main.Face));
    }

    private static Option<int> CreateBorder()
    {
        var option = new Option<int>("--border") { Description = "Repeat the photos' edges this many pixels outwards before faces are looked for, for tightly cut photos.", HelpName = "PIXELS" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out int border) && border is < 0 or > 1000)
                result.AddError("--border must lie between 0 and 1000.");
        });
        return option;
    }
}
