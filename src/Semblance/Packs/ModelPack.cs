using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance;

/// <summary>A pack is missing, damaged, or asks for something this program cannot do. The message names the file.</summary>
public sealed class PackException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A folder with a pack.json and its networks. Loading reads every file once, checks its hash, and keeps the very bytes that were
/// checked: a file that changes later is never used.
/// </summary>
public sealed class ModelPack
{
    private readonly byte[] _embedder;
    private readonly byte[]? _detector;
    private readonly byte[]? _refiner;
    private readonly byte[]? _spoof;

    private ModelPack(string folder, PackManifest manifest, byte[] embedder, byte[]? detector, byte[]? refiner, byte[]? spoof)
    {
        (Folder, Manifest, _embedder, _detector, _refiner, _spoof) = (folder, manifest, embedder, detector, refiner, spoof);
        Evidence = manifest.Evidence?.ToMap();
        Id = $"{manifest.Name}-{Fingerprint(manifest)}";
    }

    /// <summary>The pack's name and 12 hexadecimal digits derived from its hashes and pre-processing. Templates and embeddings carry it.</summary>
    public string Id { get; }

    /// <summary>Where the pack was loaded from.</summary>
    public string Folder { get; }

    /// <summary>The contents of its pack.json.</summary>
    internal PackManifest Manifest { get; }

    /// <summary>The comparator it declares.</summary>
    internal Comparator Comparator => Comparator.Named(Manifest.Comparator);

    /// <summary>What its scores are worth as evidence over video; null where the pack does not say.</summary>
    internal EvidenceMap? Evidence { get; }

    /// <summary>How good faces must be.</summary>
    internal QualityOptions Quality => Manifest.Quality ?? QualityOptions.Default;

    /// <summary>The limits of the liveness checks.</summary>
    internal LivenessOptions Liveness => Manifest.Liveness ?? LivenessOptions.Default;

    /// <summary>What counts as a face of its own that stands upright.</summary>
    internal DetectionOptions Detection => Manifest.Detection ?? DetectionOptions.Default;

    /// <summary>How long a person may be lost from sight.</summary>
    internal ContinuityOptions Continuity => Manifest.Continuity ?? ContinuityOptions.Default;

    /// <summary>Whether it can tell skin from paper and screens.</summary>
    public bool HasSpoofNetwork => _spoof is not null;

    /// <summary>Where the built-in pack lies: <c>packs/builtin</c> beside the program.</summary>
    public static string BuiltinFolder { get; } = Path.Combine(AppContext.BaseDirectory, "packs", "builtin");

    /// <summary>Loads the built-in pack, which comes with the program and needs nothing else.</summary>
    /// <exception cref="PackException">It is missing, malformed or changed.</exception>
    public static ModelPack Builtin() => Load(BuiltinFolder);

    /// <summary>Loads a pack and verifies every hash.</summary>
    /// <param name="folder">The folder with pack.json, or the path of pack.json itself.</param>
    /// <exception cref="PackException">Something is missing, malformed or changed.</exception>
    public static ModelPack Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Path.GetFileName(folder) == "pack.json")
            folder = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        string path = Path.Combine(folder, "pack.json");
        PackManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), PackJson.Manifest) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PackException($"{folder} is not a pack: it holds no pack.json.", e);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{path} cannot be read: {e.Message}", e);
        }
        ManifestRules.Check(path, manifest);
        var grid = manifest.Detector as GridDetectorEntry;
        var detector = grid is null ? null : ReadVerified(folder, grid.File, grid.Sha256);
        var refiner = grid?.Landmarks is { } landmarks ? ReadVerified(folder, landmarks.File, landmarks.Sha256) : null;
        var spoof = manifest.Spoof is { } entry ? ReadVerified(folder, entry.File, entry.Sha256) : null;
        return new ModelPack(folder, manifest, ReadVerified(folder, manifest.Embedder.File, manifest.Embedder.Sha256), detector, refiner, spoof);
    }

    /// <summary>Starts everything the pack needs to read faces. The caller disposes it.</summary>
    /// <param name="detector">
    /// A detector to use instead of the pack's own; the engine takes it over, and it is disposed if starting fails. A pack of the
    /// kind <c>haar</c> has none of its own: give it Semblance.OpenCv's HaarFaceDetector.
    /// </param>
    /// <param name="runtime">How the pack's networks are run; null: on one thread of the processor.</param>
    /// <exception cref="PackException">A network cannot be run, or there is no detector.</exception>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had; nothing falls back to the processor.</exception>
    public FaceEngine Start(IFaceDetector? detector = null, RuntimeOptions? runtime = null)
    {
        detector ??= CreateDetector(runtime);
        UprightCheck? upright = null;
        try
        {
            upright = CreateUprightCheck(runtime);
            return new FaceEngine(this, detector, CreateEmbedder(runtime), upright, runtime);
        }
        catch
        {
            upright?.Dispose();
            detector.Dispose();
            throw;
        }
    }

    /// <summary>Starts the pack's own detector. The caller disposes it.</summary>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <exception cref="PackException">The network cannot be run, or the pack takes its detector from OpenCV (the kind <c>haar</c>; Semblance.OpenCv has it).</exception>
    public IFaceDetector CreateDetector(RuntimeOptions? runtime = null)
    {
        if (Manifest.Detector is not GridDetectorEntry entry)
            throw new PackException($"The pack {Manifest.Name} has no detector of its own: it uses OpenCV's Haar cascade (HaarFaceDetector of Semblance.OpenCv).");
        var detector = Run(entry.File, () => new GridFaceDetector(_detector!, new GridOptions
        {
            Channels = entry.Channels, Mean = entry.Mean, Scale = entry.Scale, MinScore = entry.MinScore, UnsureScore = entry.UnsureScore,
        }, runtime));
        if (entry.Landmarks is null)
            return detector;
        try
        {
            return new RefinedFaceDetector(detector, Run(entry.Landmarks.File, () => new LandmarkRefiner(_refiner!, runtime)));
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>Starts what says whether a face stands upright. The caller disposes it.</summary>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <returns>Null where the pack takes its detector from OpenCV (the kind <c>haar</c>), which finds upright faces only.</returns>
    /// <exception cref="PackException">The network cannot be run.</exception>
    internal UprightCheck? CreateUprightCheck(RuntimeOptions? runtime = null)
    {
        const float Weak = 0.05f;
        return Manifest.Detector is GridDetectorEntry entry
            ? new UprightCheck(Run(entry.File, () => new GridFaceDetector(_detector!, new GridOptions { Channels = entry.Channels, Mean = entry.Mean, Scale = entry.Scale, MinScore = Weak }, runtime)), Detection.Upright)
            : null;
    }

    /// <summary>Starts the pack's embedder. The caller disposes it.</summary>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <exception cref="PackException">The network cannot be run.</exception>
    internal IFaceEmbedder CreateEmbedder(RuntimeOptions? runtime = null)
    {
        var e = Manifest.Embedder;
        return Run(e.File, () => new OnnxEmbedder(_embedder, Id, new EmbedderInput(e.Width, e.Height, e.Channels, e.Mean, e.Scale, e.UnitLength), runtime));
    }

    /// <summary>Starts the pack's spoof network, for <see cref="TextureCheck"/>. The caller disposes it.</summary>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <param name="thresholds">What its scores mean, as measured at one camera; null: as the pack says.</param>
    /// <exception cref="PackException">The pack has none, or it cannot be run.</exception>
    internal SpoofNetwork CreateSpoofNetwork(RuntimeOptions? runtime = null, SpoofThresholds? thresholds = null)
    {
        if (Manifest.Spoof is not { } entry)
            throw new PackException($"The pack {Manifest.Name} has no network that tells skin from paper and screens, so it cannot check texture.");
        return Run(entry.File, () => new SpoofNetwork(_spoof!, thresholds ?? entry.ToThresholds(), runtime));
    }

    /// <summary>The pack's alignment.</summary>
    internal IFaceAligner CreateAligner() => Manifest.Alignment == "fivePoint" ? new FivePointAligner() : new BoxAligner(Manifest.Embedder.Width, Manifest.Embedder.Height);

    /// <summary>
    /// The threshold for a false match rate, or the pack's default threshold when none is asked for. Where the calibration has no row
    /// for the rate, the next stricter one serves, and the threshold says so by its own rate.
    /// </summary>
    /// <param name="fmr">A rate over 0 and below 1, or null.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    public Threshold ThresholdFor(double? fmr = null)
    {
        if (fmr is <= 0 or >= 1 || fmr is { } number && double.IsNaN(number))
            throw new ArgumentOutOfRangeException(nameof(fmr), "A false match rate lies between 0 and 1.");
        var calibrated = Manifest.Thresholds.Where(t => t.Fmr is not null).ToList();
        var entry = fmr is { } asked ? calibrated.Where(t => t.Fmr <= asked * (1 + 1e-6)).MaxBy(t => t.Fmr) : Manifest.Thresholds[0];
        return entry is not null ? new Threshold(entry.Score, Id, entry.Fmr, entry.Evidence) : throw new PackException(Refusal(fmr!.Value, calibrated.Min(t => t.Fmr)));
    }

    /// <summary>Answers 1:N questions about photos.</summary>
    /// <param name="fpir">The false positive identification rate, over 0 and below 1.</param>
    /// <param name="people">How many people are looked through.</param>
    /// <param name="window">Of packs without evidence: how many frames make a mean.</param>
    /// <exception cref="PackException">The pack does not compare by cosine.</exception>
    internal FaceIdentifier CreateIdentifier(double fpir, int people, int window = MeanOfFrames.LessonWindow)
    {
        if (Comparator != Comparator.Cosine)
            throw new PackException($"The pack {Manifest.Name} compares by distance; people are looked for with packs that compare by cosine.");
        var identifier = new FaceIdentifier(Comparator, Evidence, fpir, people) { Window = window };
        if (people == 0)
            return identifier;
        try
        {
            return new FaceIdentifier(Comparator, Evidence, fpir, people) { Window = window, Threshold = SessionThresholdFor(fpir / people) };
        }
        catch (PackException refusal)
        {
            return new FaceIdentifier(Comparator, Evidence, fpir, people)
            {
                Window = window,
                Remedy = $"Among {people} people an FPIR of {fpir} asks for a false match rate of {fpir / people:0.0e+0} a comparison. {refusal.Message} Claim a name first, or calibrate on more people.",
            };
        }
    }

    /// <summary>The pack's threshold for a false match rate that sessions can carry as well.</summary>
    /// <param name="fmr">A rate over 0 and below 1; null: the pack's default threshold.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    internal Threshold SessionThresholdFor(double? fmr)
    {
        var threshold = ThresholdFor(fmr);
        return Evidence is not { } map || threshold.Fmr is not { } rate || map.Carries(threshold.Score, rate)
            ? threshold
            : throw new PackException($"No session is worth a false match rate of {rate}: the evidence of the pack {Manifest.Name} rests on too few comparisons.");
    }

    /// <summary>The strictest threshold of the pack: that of the lowest false match rate, or the default one where it is uncalibrated.</summary>
    public Threshold Strictest() => ThresholdFor(Manifest.Thresholds.Min(threshold => threshold.Fmr));

    private string Refusal(double fmr, double? strictest)
    {
        if (strictest is null)
            return $"The pack {Manifest.Name} is uncalibrated: no false match rate is known for any of its scores, so none can be asked for. semblance calibrate makes a table on pairs of your own.";
        string reach = string.Create(CultureInfo.InvariantCulture, $"The pack {Manifest.Name} is calibrated down to a false match rate of {strictest:0.##########}.");
        return Manifest.Calibration is { } calibration && !RuleOf.Carries(calibration.ImpostorComparisons, fmr)
            ? $"{reach} {ThresholdCalibration.Refusal(calibration.ImpostorComparisons, fmr)}"
            : reach;
    }

    private T Run<T>(string file, Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception error) when (error is OnnxRuntimeException or InvalidDataException)
        {
            throw new PackException($"{Path.Combine(Folder, file)} cannot be run: {error.Message}", error);
        }
    }

    private static byte[] ReadVerified(string folder, string file, string sha256)
    {
        string path = Path.Combine(folder, file);
        if (file != Path.GetFileName(file))
            throw new PackException($"{path}: a pack's files lie in its own folder.");
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{path} cannot be read: {e.Message}", e);
        }
        if (!Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(sha256, StringComparison.OrdinalIgnoreCase))
            throw new PackException($"{path} is not the file that pack.json describes: its SHA-256 differs. It was changed or damaged; it is not used.");
        return bytes;
    }

    // Thresholds, words and metrics may be revised without making templates unusable; what shapes an embedding may not.
    private static string Fingerprint(PackManifest manifest)
    {
        var shape = JsonSerializer.Serialize(new PackShape(manifest.Embedder, manifest.Detector, manifest.Alignment, manifest.Comparator), PackJson.Shape);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)))[..12];
    }
}
