using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Packs;

/// <summary>The contents of a pack.json: which networks, how they are fed, how scores are judged, and where all of it comes from.</summary>
internal sealed record PackManifest
{
    /// <summary>The version of this layout.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The layout's version; 2.</summary>
    public required int Format { get; init; }

    /// <summary>Short name, lower case: <c>builtin</c>, <c>classic</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How faces are found.</summary>
    public required DetectorEntry Detector { get; init; }

    /// <summary>How a found face is brought into the embedder's input: <c>box</c>, or <c>fivePoint</c> (112 x 112, by landmarks).</summary>
    public required string Alignment { get; init; }

    /// <summary>The network that makes embeddings.</summary>
    public required EmbedderEntry Embedder { get; init; }

    /// <summary>How embeddings are compared: <c>cosine</c> or <c>euclidean</c>.</summary>
    public required string Comparator { get; init; }

    /// <summary>The network that tells skin from paper and screens; null: the pack cannot check texture.</summary>
    public SpoofEntry? Spoof { get; init; }

    /// <summary>Thresholds with the false match rate each was calibrated to. The first is the default.</summary>
    public required IReadOnlyList<ThresholdEntry> Thresholds { get; init; }

    /// <summary>What scores are worth as evidence, for decisions over video; null: those take the mean of 15 frames.</summary>
    public EvidenceEntry? Evidence { get; init; }

    /// <summary>The table that the thresholds were taken from; null where they were not calibrated.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>How good faces must be; null: <see cref="QualityOptions.Default"/>.</summary>
    [JsonConverter(typeof(QualitySection))]
    public QualityOptions? Quality { get; init; }

    /// <summary>The limits of the liveness checks; null: <see cref="LivenessOptions.Default"/>. Those of scores of texture are in <see cref="Spoof"/>.</summary>
    [JsonConverter(typeof(LivenessSection))]
    public LivenessOptions? Liveness { get; init; }

    /// <summary>What counts as a face of its own that stands upright; null: <see cref="DetectionOptions.Default"/>.</summary>
    [JsonConverter(typeof(DetectionSection))]
    public DetectionOptions? Detection { get; init; }

    /// <summary>How long a person may be lost from sight; null: <see cref="ContinuityOptions.Default"/>.</summary>
    [JsonConverter(typeof(ContinuitySection))]
    public ContinuityOptions? Continuity { get; init; }

    /// <summary>Under which terms the weights may be used, in words.</summary>
    public required string Licence { get; init; }

    /// <summary>What the networks learned from, in words.</summary>
    public required string TrainingData { get; init; }

    /// <summary>How they were trained, for whoever wants to do it again. Free form.</summary>
    public JsonNode? Recipe { get; init; }

    /// <summary>What was measured, and on which data. Free form.</summary>
    public JsonNode? Metrics { get; init; }

    /// <summary>The names of the pack's networks inside its folder.</summary>
    public IReadOnlyList<string> NetworkFiles()
    {
        var grid = Detector as GridDetectorEntry;
        return [.. new[] { Embedder.File, grid?.File, grid?.Landmarks?.File, Spoof?.File }.OfType<string>()];
    }

    /// <summary>The JSON conventions of pack.json: camelCase, indented, unknown fields refused.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = PackJson.Default,
    };
}

/// <summary>A detector in pack.json. A closed set, told apart by <c>kind</c>: <see cref="HaarDetectorEntry"/> and <see cref="GridDetectorEntry"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(HaarDetectorEntry), "haar")]
[JsonDerivedType(typeof(GridDetectorEntry), "grid")]
internal abstract record DetectorEntry
{
    private protected DetectorEntry()
    {
    }
}

/// <summary>The kind <c>haar</c>: OpenCV's cascade of frontal faces, from the system, not from the pack. It gives no landmarks.</summary>
/// <param name="ScaleFactor">Ratio of neighbouring scales, over 1.</param>
/// <param name="MinNeighbours">How many overlapping hits make a face.</param>
/// <param name="MinSize">The smallest face looked for, in pixels.</param>
internal sealed record HaarDetectorEntry(double ScaleFactor = 1.1, int MinNeighbours = 5, int MinSize = 30) : DetectorEntry;

/// <summary>The kind <c>grid</c>: a network of YuNet's output layout, with landmarks (<see cref="Detection.GridFaceDetector"/>).</summary>
/// <param name="File">The ONNX file's name inside the pack.</param>
/// <param name="Sha256">Its SHA-256, 64 hexadecimal digits in lower case.</param>
/// <param name="Channels"><c>rgb</c> or <c>bgr</c>.</param>
/// <param name="Mean">Subtracted from each level 0..255.</param>
/// <param name="Scale">Multiplied after that.</param>
/// <param name="MinScore">Faces of a lower score are left out, 0 to 1.</param>
/// <param name="UnsureScore">Where no face reaches <paramref name="MinScore"/>, faces from this score on count; null: none do.</param>
/// <param name="Landmarks">The network that refines its landmarks; null where they are used as they are.</param>
internal sealed record GridDetectorEntry(string File, string Sha256, string Channels, float Mean, float Scale, float MinScore, float? UnsureScore = null, RefinerEntry? Landmarks = null) : DetectorEntry;

/// <summary>A network in pack.json that refines landmarks (<see cref="Recognition.LandmarkRefiner"/>).</summary>
/// <param name="File">The ONNX file's name inside the pack.</param>
/// <param name="Sha256">Its SHA-256, 64 hexadecimal digits in lower case.</param>
internal sealed record RefinerEntry(string File, string Sha256);

/// <summary>An embedder in pack.json.</summary>
/// <param name="File">The ONNX file's name inside the pack.</param>
/// <param name="Sha256">Its SHA-256, 64 hexadecimal digits in lower case.</param>
/// <param name="Width">Input width in pixels.</param>
/// <param name="Height">Input height in pixels.</param>
/// <param name="Channels"><c>grey</c>, <c>rgb</c> or <c>bgr</c>.</param>
/// <param name="Mean">Subtracted from each level 0..255.</param>
/// <param name="Scale">Multiplied after that.</param>
/// <param name="UnitLength">Whether the output is scaled to unit length.</param>
internal sealed record EmbedderEntry(string File, string Sha256, int Width, int Height, string Channels, float Mean, float Scale, bool UnitLength);

/// <summary>A network in pack.json that tells skin from paper and screens (<see cref="SpoofNetwork"/>). It shapes no embedding, so the pack's id is the same without it.</summary>
/// <param name="File">The ONNX file's name inside the pack.</param>
/// <param name="Sha256">Its SHA-256, 64 hexadecimal digits in lower case.</param>
/// <param name="LiveFrom">Scores from here on are live, over <paramref name="SpoofBelow"/> and below 1.</param>
/// <param name="SpoofBelow">Scores below are an attack, over 0; those between the two are unsure.</param>
/// <param name="Evidence">How both were chosen and what was measured at them, in words.</param>
internal sealed record SpoofEntry(string File, string Sha256, double LiveFrom, double SpoofBelow, string Evidence)
{
    /// <summary>Both thresholds.</summary>
    /// <returns>They need not be usable (<see cref="SpoofThresholds.AreUsable"/>); a loaded pack's are.</returns>
    public SpoofThresholds ToThresholds() => new(LiveFrom, SpoofBelow);
}
