using Semblance.Recognition;

namespace Semblance.Server.Engine;

/// <summary>The pack that runs, what decides with it, and the workers that it runs on. Safe for several threads.</summary>
internal sealed class Recognizer(FaceEngine engine, FaceWorkers workers) : IDisposable
{
    /// <summary>Begins sessions.</summary>
    public FaceEngine Engine => engine;

    /// <summary>The pack that runs.</summary>
    public ModelPack Pack => engine.Pack;

    /// <summary>How many numbers an embedding has.</summary>
    public int EmbeddingLength { get; } = LengthOf(engine);

    /// <summary>How frames of cameras are turned, in degrees clockwise; null: as the faces say.</summary>
    public int? Rotate { get; init; }

    /// <summary>Where photos are decoded and read.</summary>
    public FaceWorkers Workers => workers;

    /// <summary>Reads faces to recognise them.</summary>
    public FacePipeline Verification { get; } = engine.CreatePipeline(engine.Pack.Quality.Verification);

    /// <summary>Reads faces to enrol them: stricter.</summary>
    public FacePipeline Enrolment { get; } = engine.CreatePipeline(engine.Pack.Quality.Enrolment);

    /// <summary>Turns an uploaded photo upright by its faces.</summary>
    public Photo TurnUpright(Photo photo) => engine.TurnUpright(photo).Photo;

    /// <summary>Answers 1:1 questions.</summary>
    /// <param name="fmr">The false match rate; null: the pack's default.</param>
    /// <exception cref="PackException">The pack's calibration does not carry it.</exception>
    public FaceVerifier VerifierAt(double? fmr) => engine.CreateVerifier(fmr);

    /// <summary>Answers 1:N questions.</summary>
    /// <param name="fpir">The false positive identification rate, over 0 and below 1.</param>
    /// <param name="people">How many people are looked through.</param>
    public FaceIdentifier IdentifierAt(double fpir, int people) => engine.CreateIdentifier(fpir, people);

    private static int LengthOf(FaceEngine engine)
    {
        var input = engine.Pack.Manifest.Embedder;
        return engine.Embedder.Embed(Photo.FromRgb(input.Width, input.Height, new byte[3 * input.Width * input.Height])).Values.Length;
    }

    public void Dispose()
    {
        engine.Dispose();
        workers.Dispose();
    }
}
