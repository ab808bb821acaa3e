using System.CommandLine;
using System.Globalization;
using Semblance.Cli.Output;
using Semblance.Detection;
using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Packs;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>The pack that a command line asks for, running. Owns it.</summary>
internal sealed class Engine : IDisposable
{
    private readonly FaceEngine _running;
    private ModelPack? _texturePack;

    private Engine(FaceEngine running) => _running = running;

    public ModelPack Pack => _running.Pack;

    public IFaceDetector Detector => _running.Detector;

    public IFaceEmbedder Embedder => _running.Embedder;

    /// <summary>Starts the pack that the command line asks for.</summary>
    public static Engine Start(ParseResult arguments)
    {
        var pack = PackLocator.Load(arguments.GetValue(CommonOptions.Pack));
        return new Engine(pack.Start(CreateDetector(pack, arguments.GetValue(CommonOptions.Cascade)), RuntimeChoice.Read()));
    }

    public static IFaceDetector CreateDetector(ModelPack pack, string? cascade) =>
        pack.Manifest.Detector is HaarDetectorEntry entry ? CreateHaar(entry, cascade) : pack.CreateDetector(RuntimeChoice.Read());

    // Only here is OpenCV touched: a pack with a detector of its own runs where it cannot be loaded.
    public static IFaceDetector CreateHaar(HaarDetectorEntry entry, string? cascade) =>
        new HaarFaceDetector(new HaarOptions { ScaleFactor = entry.ScaleFactor, MinNeighbours = entry.MinNeighbours, MinSize = entry.MinSize, CascadeFile = cascade });

    /// <summary>Starts what says whether a live person is there, where a policy asks for it; with off it only warns.</summary>
    /// <param name="policy">What is asked for.</param>
    /// <param name="arguments">May choose a camera, whose limits of texture then hold instead of the pack's.</param>
    /// <exception cref="UsageException">The pack finds faces without landmarks, or the camera was tested with another pack.</exception>
    /// <exception cref="CameraProfileException">The camera's profile is damaged.</exception>
    public void PrepareLiveness(LivenessPolicy policy, ParseResult arguments)
    {
        if (!policy.IsOn)
        {
            Terminal.Note(LivenessView.OffWarning);
            return;
        }
        if (Pack.Manifest.Detector is HaarDetectorEntry)
            throw new UsageException($"The pack {Pack.Manifest.Name} finds faces without landmarks, so it cannot be checked whether they are live: --liveness off compares only.");
        if (!Pack.HasSpoofNetwork)
            Terminal.Note($"The pack {Pack.Manifest.Name} cannot tell skin from paper and screens: the built-in pack's network does.");
        var camera = CameraProfiles.Chosen(arguments);
        if (camera is not null)
            Accept(camera);
        _running.UseLiveness(Tracker(), CreateTexture(camera));
    }

    /// <summary>The network that looks at skin: the pack's own, or that of the built-in one, which suits faces whatever network found or compares them. The caller disposes it.</summary>
    /// <param name="camera">Whose limits hold; null: the pack's.</param>
    public SpoofNetwork CreateTexture(CameraProfile? camera = null) => TexturePack.CreateSpoofNetwork(_running.Runtime, camera?.Texture);

    /// <summary>The SHA-256 of that network.</summary>
    public string TextureNetwork => TexturePack.Manifest.Spoof?.Sha256 ?? throw new PackException($"The pack {TexturePack.Manifest.Name} has no network that tells skin from paper and screens.");

    /// <summary>The running pack: sessions and all else.</summary>
    public FaceEngine Faces => _running;

    /// <summary>Turns a photo upright by its faces.</summary>
    public UprightPhoto TurnUpright(Photo photo) => _running.TurnUpright(photo);

    /// <summary>What the command line asks of a false match rate; a rate that the pack cannot carry is the user's to change.</summary>
    /// <exception cref="UsageException">The pack's calibration does not carry it.</exception>
    public Threshold ThresholdFor(double? fmr)
    {
        try
        {
            return _running.ThresholdFor(fmr);
        }
        catch (PackException e) when (fmr is not null)
        {
            throw new UsageException($"--fmr {fmr}: {e.Message}", e);
        }
    }

    /// <summary>Answers 1:1 questions about photos.</summary>
    public FaceVerifier CreateVerifier(double? fmr = null) => new(_running.CreatePipeline(Pack.Quality.Verification), Pack.Comparator, ThresholdFor(fmr));

    public FacePipeline CreatePipeline(QualityPolicy policy) => _running.CreatePipeline(policy);

    public void Dispose() => _running.Dispose();

    /// <summary>Optical flow for liveness, where OpenCV can be loaded.</summary>
    public static Func<IPointTracker>? Tracker()
    {
        try
        {
            OpenCvRuntime.EnsureLoaded();
            return () => new LucasKanadeTracker();
        }
        catch (OpenCvMissingException)
        {
            Terminal.Note("OpenCV cannot be loaded: movement is followed more coarsely, without optical flow.");
            return null;
        }
    }

    private ModelPack TexturePack => _texturePack ??= Pack.HasSpoofNetwork ? Pack : ModelPack.Builtin();

    // Scores of another network mean something else.
    private void Accept(CameraProfile camera)
    {
        if (camera.Pack != Pack.Id || !camera.TextureNetwork.Equals(TextureNetwork, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException(
                $"The profile of {camera.Camera} was made with the pack {camera.Pack}, texture network {Short(camera.TextureNetwork)}; this is {Pack.Id}, {Short(TextureNetwork)}, whose scores mean something else: test the camera again with it (semblance pad-test --write), or name the old pack with --pack.");
        }
        Terminal.Note(string.Create(CultureInfo.InvariantCulture,
            $"Texture is judged by the profile of {camera.Camera}, {camera.Basis}: live from {camera.Texture.LiveFrom:0.00}, an attack below {camera.Texture.SpoofBelow:0.00}."));
    }

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];
}
