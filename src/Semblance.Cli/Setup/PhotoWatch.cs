using Semblance.Cli.Output;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>Every face of photos that are no sequence, each answered for itself.</summary>
internal sealed class PhotoWatch : IDisposable
{
    private readonly FacePipeline _pipeline;
    private readonly FaceVerifier _verifier;
    private readonly IReadOnlyDictionary<Guid, Template> _people;
    private readonly LivenessPolicy _policy;
    private readonly EmbeddingIndex? _index;
    private readonly FaceIdentifier? _identifier;

    public PhotoWatch(Engine engine, IReadOnlyDictionary<Guid, Template> people, LivenessPolicy policy, double? fmr)
    {
        (_people, _policy, _pipeline, _verifier) = (people, policy, engine.CreatePipeline(engine.Pack.Quality.Verification), engine.CreateVerifier(fmr));
        if (people.Count < 2 || engine.Pack.Comparator != Comparator.Cosine || _verifier.Threshold.Fmr is not { } each)
            return;
        _index = new EmbeddingIndex(engine.Pack.Id);
        foreach (var (id, template) in people)
            _index.Set(id, template);
        _identifier = engine.Faces.CreateIdentifier(Math.Min(FaceIdentifier.DefaultFpir, people.Count * each), people.Count);
    }

    public IReadOnlyList<ShownFace> Look(Frame photo) => [.. _pipeline.ReadAll(photo.Photo).Select((read, number) => Judge(read.Face, read.Reading, number + 1))];

    public void Dispose() => _index?.Dispose();

    private ShownFace Judge(Face face, FaceReading reading, int number)
    {
        var (found, person) = reading is FaceReading.Unusable unusable ? (unusable.ToDecision(), null) : Find(reading);
        var (decision, liveness) = StillPhotos.Join(_policy, found);
        return new ShownFace(number, face, decision, IsFinal: reading is FaceReading.Usable, decision.Outcome == Outcome.Match ? person!.Name : null, liveness);
    }

    private (Decision Decision, Template? Person) Find(FaceReading reading)
    {
        if (_identifier is not null)
        {
            var found = _identifier.Identify(_index!, reading);
            return (found.Decision, found.Person is { } id ? _people[id] : null);
        }
        if (_people.Count == 0)
            return (Decision.Without(Outcome.NoMatch, "Nobody is enrolled."), null);
        return _people.Values.Select(person => (Decision: _verifier.Verify(reading, person), Person: (Template?)person)).MaxBy(answer => _verifier.Comparator.ToSimilarity(answer.Decision.Score!.Value));
    }
}
