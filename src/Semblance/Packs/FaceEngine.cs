using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance;

/// <summary>
/// A pack that runs: its detector, embedder and, from the first use on, its liveness checks, owned here. What it creates is valid until it is disposed, and as thread-safe as
/// they are: with the networks of a pack, one engine serves several threads. Sessions are used by one thread each.
/// </summary>
public sealed class FaceEngine : IDisposable
{
    private readonly Lock _startingLiveness = new();
    private LivenessEngine? _liveness;

    internal FaceEngine(ModelPack pack, IFaceDetector detector, IFaceEmbedder embedder, UprightCheck? upright, RuntimeOptions? runtime) =>
        (Pack, Detector, Embedder, Upright, Runtime) = (pack, detector, embedder, upright, runtime ?? RuntimeOptions.Default);

    /// <summary>The pack that runs.</summary>
    public ModelPack Pack { get; }

    /// <summary>Finds faces.</summary>
    public IFaceDetector Detector { get; }

    /// <summary>Makes embeddings.</summary>
    internal IFaceEmbedder Embedder { get; }

    /// <summary>Says whether faces and photos stand upright; null where the pack's detector is OpenCV's, which finds upright faces only.</summary>
    internal UprightCheck? Upright { get; }

    /// <summary>How its networks are run, those that are started later among them.</summary>
    public RuntimeOptions Runtime { get; }

    /// <summary>
    /// The score from which two neighbouring frames show one person; null where the pack is not calibrated. It only has to see a swap, and turned heads are less alike: it is laxer than any
    /// threshold of recognition.
    /// </summary>
    internal double? SamePersonFrom => Pack.Evidence is null ? null : Pack.ThresholdFor(Pack.Manifest.Thresholds.Any(threshold => threshold.Fmr <= Pack.Continuity.SwapFmr) ? Pack.Continuity.SwapFmr : null).Score;

    /// <summary>Do two photos show one person?</summary>
    /// <param name="first">A photo with one main face.</param>
    /// <param name="second">Another one.</param>
    /// <param name="fmr">A false match rate over 0 and below 1; null: the pack's default threshold.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    public Decision Compare(Photo first, Photo second, double? fmr = null) => CreateVerifier(fmr).Compare(first, second);

    /// <summary>Begins a session: is the person before the camera who they claim to be, and live? The caller disposes it.</summary>
    /// <param name="template">The claimed person.</param>
    /// <param name="policy">What is checked of liveness.</param>
    /// <param name="options">Rates and limits; null: the defaults.</param>
    /// <exception cref="PackException">The pack's calibration does not carry the rate, or the pack cannot check liveness.</exception>
    /// <exception cref="InvalidOperationException">The template was made by another pack.</exception>
    public FaceSession Verify(Template template, LivenessPolicy policy, FaceSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.PackId != Pack.Id)
            throw new InvalidOperationException($"The template was made by {template.PackId}, and {Pack.Id} runs: enrol again, or use the pack that made it.");
        options ??= new FaceSessionOptions();
        return Begin(ClaimOf(template, options), policy, options);
    }

    /// <summary>Begins a session: who of the enrolled people is before the camera, or nobody, and live? The caller disposes it.</summary>
    /// <param name="people">The enrolled people.</param>
    /// <param name="policy">What is checked of liveness.</param>
    /// <param name="options">Rates and limits; null: the defaults.</param>
    /// <exception cref="PackException">The pack does not compare by cosine, or cannot check liveness.</exception>
    public FaceSession Identify(EmbeddingIndex people, LivenessPolicy policy, FaceSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(people);
        options ??= new FaceSessionOptions();
        return Begin(new SearchQuestion(Pack.CreateIdentifier(options.Fpir, people.Count, options.Window), people), policy, options);
    }

    /// <summary>Begins a session that asks only whether a live person is there. <see cref="Outcome.Match"/> then means live. The caller disposes it.</summary>
    /// <param name="policy">What is checked.</param>
    /// <param name="options">Limits; null: the defaults.</param>
    /// <exception cref="PackException">The pack cannot check liveness.</exception>
    public FaceSession CheckLiveness(LivenessPolicy policy, FaceSessionOptions? options = null) => Begin(new LivenessQuestion(), policy, options ?? new FaceSessionOptions());

    /// <summary>Begins an enrolment: good and different faces of one live person. The caller disposes it.</summary>
    /// <param name="policy">What is checked of liveness.</param>
    /// <param name="options">What is taken; null: the defaults.</param>
    /// <exception cref="PackException">The pack cannot check liveness.</exception>
    public EnrolmentSession Enroll(LivenessPolicy policy, EnrolmentOptions? options = null)
    {
        options ??= new EnrolmentOptions();
        var session = Begin(new LivenessQuestion(), policy, new FaceSessionOptions { ToTheEnd = true, Rotate = options.Rotate });
        return new EnrolmentSession(session, CreatePipeline(Pack.Quality.Verification), Pack.Quality.Enrolment, Pack.Comparator, Pack.ThresholdFor(options.Fmr), options);
    }

    /// <summary>Begins to watch: every face in sight is asked for by itself, over and over. The caller disposes it.</summary>
    /// <param name="people">Whom to look for; may be empty, then everybody is unknown. One person: they are claimed at <see cref="FaceSessionOptions.Fmr"/>.</param>
    /// <param name="policy">What is checked of liveness: nothing that asks the person for anything.</param>
    /// <param name="options">Rates and limits; null: the defaults.</param>
    /// <exception cref="ArgumentException">The policy asks for head turns or light.</exception>
    /// <exception cref="PackException">The pack's calibration does not carry the rate, or the pack cannot check liveness.</exception>
    public WatchSession Watch(IReadOnlyDictionary<Guid, Template> people, LivenessPolicy policy, FaceSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.MustBeLive.Any(check => check is CheckNames.Challenge or CheckNames.Light))
            throw new ArgumentException("Nobody who is only watched is asked for anything: watch passively.", nameof(policy));
        options ??= new FaceSessionOptions();
        return new WatchSession(CreatePipeline(Pack.Quality.Verification), new CameraTurn(Upright, options.Rotate), WatchersOf(people, policy, options), Pack.Continuity);
    }

    /// <summary>The chain from photo to embedding.</summary>
    /// <param name="policy">How good a face must be: of the pack's <see cref="ModelPack.Quality"/>, for verification or enrolment.</param>
    internal FacePipeline CreatePipeline(QualityPolicy policy) => new(Detector, Pack.CreateAligner(), Embedder, policy, Upright, Pack.Detection.Heads);

    /// <summary>Answers 1:1 questions about photos at the pack's threshold for a false match rate.</summary>
    /// <param name="fmr">A rate over 0 and below 1; null: the pack's default threshold.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    internal FaceVerifier CreateVerifier(double? fmr = null) => new(CreatePipeline(Pack.Quality.Verification), Pack.Comparator, ThresholdFor(fmr));

    /// <summary>Answers 1:N questions about photos.</summary>
    /// <param name="fpir">The false positive identification rate, over 0 and below 1.</param>
    /// <param name="people">How many people are looked through.</param>
    /// <exception cref="PackException">The pack does not compare by cosine.</exception>
    internal FaceIdentifier CreateIdentifier(double fpir, int people) => Pack.CreateIdentifier(fpir, people);

    /// <summary>The pack's threshold for a false match rate that sessions can carry as well.</summary>
    /// <param name="fmr">A rate over 0 and below 1; null: the pack's default threshold.</param>
    /// <exception cref="PackException">The pack's calibration does not carry this rate.</exception>
    public Threshold ThresholdFor(double? fmr) => Pack.SessionThresholdFor(fmr);

    /// <summary>Uses these liveness checks instead of the pack's own; taken over. Before the first session only.</summary>
    /// <param name="tracker">Makes what follows points from frame to frame (Semblance.OpenCv's LucasKanadeTracker); null: motion is judged by the landmarks alone.</param>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had.</exception>
    /// <exception cref="PackException">There is no spoof network, it cannot be run, or the pack's detector gives no landmarks.</exception>
    /// <exception cref="InvalidOperationException">Liveness is in use already.</exception>
    public void UseLiveness(Func<IPointTracker>? tracker = null) => UseLiveness(tracker, texture: null);

    /// <summary>The same with a spoof network to use instead of the pack's own; taken over.</summary>
    internal void UseLiveness(Func<IPointTracker>? tracker, SpoofNetwork? texture)
    {
        lock (_startingLiveness)
        {
            if (_liveness is not null)
                throw new InvalidOperationException("Liveness is in use already.");
            _liveness = StartLiveness(tracker, texture);
        }
    }

    /// <summary>Turns a photo upright by the faces in it; photos of cameras and clips are turned by the session that follows them.</summary>
    /// <param name="photo">A photo as it was decoded.</param>
    /// <returns>The photo that is to be looked at, and how it was turned. One that shows no face, or none that tells, comes back as it is.</returns>
    internal UprightPhoto TurnUpright(Photo photo) => Upright?.TurnUpright(photo) ?? new UprightPhoto(photo, Turn.Unknown);

    /// <summary>Frees all networks.</summary>
    public void Dispose()
    {
        _liveness?.Dispose();
        Upright?.Dispose();
        Embedder.Dispose();
        Detector.Dispose();
    }

    internal LivenessEngine Liveness
    {
        get
        {
            lock (_startingLiveness)
                return _liveness ??= StartLiveness(null, null);
        }
    }

    internal FaceSession Begin(IQuestion question, LivenessPolicy policy, FaceSessionOptions options, FacePipeline? pipeline = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var continuity = new PersonContinuity(Pack.Comparator, SamePersonFrom, Pack.Continuity);
        // The session looks at how faces stand by itself, and not in every frame.
        pipeline ??= new FacePipeline(Detector, Pack.CreateAligner(), Embedder, Pack.Quality.Verification, upright: null, Pack.Detection.Heads);
        return new FaceSession(pipeline, new CameraTurn(Upright, options.Rotate), continuity, question, SessionLiveness.Begin(policy.IsOn ? Liveness : null, policy, options), options);
    }

    internal ClaimQuestion ClaimOf(Template template, FaceSessionOptions options)
    {
        var threshold = ThresholdFor(options.Fmr);
        return new ClaimQuestion(template, Pack.Comparator, threshold, Pack.Evidence is { } map && !options.ByMean ? new SequentialTest(map, threshold) : new MeanOfFrames(Pack.Comparator, threshold, options.Window));
    }

    private FaceWatchers WatchersOf(IReadOnlyDictionary<Guid, Template> people, LivenessPolicy policy, FaceSessionOptions options)
    {
        if (people.Count == 1)
        {
            var claimed = people.Values.Single();
            _ = ClaimOf(claimed, options);
            return new FaceWatchers(() => Begin(ClaimOf(claimed, options), policy, options), _ => claimed);
        }
        var threshold = ThresholdFor(options.Fmr);
        if (Pack.Comparator != Comparator.Cosine || threshold.Fmr is not { } each)
        {
            var search = new TemplateSearch(Pack.Comparator, people);
            var uncalibrated = new FaceIdentifier(Pack.Comparator, null, options.Fpir, people.Count) { Window = options.Window, Threshold = people.Count == 0 ? null : threshold };
            return new FaceWatchers(() => Begin(new SearchQuestion(uncalibrated, search), policy, options), answer => people[answer.Person!.Value]);
        }
        var index = new EmbeddingIndex(Pack.Id);
        foreach (var (id, template) in people)
            index.Set(id, template);
        // As strict as a claim of one person, and stricter where there are many.
        var identifier = Pack.CreateIdentifier(Math.Clamp(people.Count * each, double.Epsilon, options.Fpir), people.Count, options.Window);
        return new FaceWatchers(() => Begin(new SearchQuestion(identifier, index), policy, options), answer => people[answer.Person!.Value], index);
    }

    private LivenessEngine StartLiveness(Func<IPointTracker>? tracker, SpoofNetwork? texture)
    {
        if (Pack.Manifest.Detector is HaarDetectorEntry)
            throw new PackException($"The pack {Pack.Manifest.Name} finds faces without landmarks, so it cannot be checked whether they are live.");
        return new LivenessEngine(texture ?? Pack.CreateSpoofNetwork(Runtime), tracker, Pack.Liveness);
    }
}
