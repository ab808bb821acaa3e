using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Identification;

/// <summary>
/// One unknown person, followed over the frames of a stream: whoever is among the most alike in any frame is followed as a claim of its own, from the first
/// frame on, by the evidence of the frames. As with a claim (<see cref="ClaimVerification"/>), a lost face forgets what was seen. Used by one thread.
/// </summary>
public sealed class PersonIdentification
{
    // More different people than this among the most alike of one face are noise; the weakest are dropped.
    private const int MostFollowed = 64;
    private const int MostRemembered = 256;

    private readonly FacePipeline _pipeline;
    private readonly FaceIdentifier _question;
    private readonly EmbeddingIndex _index;
    private readonly FaceTracker _tracker = new();
    private readonly UnusableTally _unusable = new();
    private readonly List<Embedding> _seen = [];
    private readonly Dictionary<Guid, IFrameRule> _followed = [];
    private int _starts = 1;
    private int _person;

    internal PersonIdentification(FacePipeline pipeline, FaceIdentifier question, EmbeddingIndex index) => (_pipeline, _question, _index) = (pipeline, question, index);

    /// <summary>How many frames were taken, usable or not.</summary>
    public int Frames { get; private set; }

    /// <summary>How many usable frames there were.</summary>
    public int UsableFrames => Frames - _unusable.Count;

    /// <summary>How many of them count: those since the face was last lost.</summary>
    public int FramesThatCount => _seen.Count;

    /// <summary>Takes the next frame; the answer is <see cref="Outcome.Undecided"/> until the usable frames, one after another, suffice.</summary>
    public Identification Add(Photo frame) => Add(_pipeline.ReadMain(frame));

    /// <summary>Takes the next frame as it was read.</summary>
    /// <exception cref="InvalidOperationException">The face was read by another model.</exception>
    public Identification Add(FaceReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        Frames++;
        switch (reading)
        {
            case FaceReading.Usable usable:
                Follow(usable.Face);
                Weigh(usable.Embedding);
                break;
            case FaceReading.Unusable unusable:
                _unusable.Add(unusable);
                if (unusable.Outcome == Outcome.NoFace)
                    Forget();
                break;
        }
        return Answer(rule => rule.Decision);
    }

    /// <summary>The answer when no more frames come; without any usable frame, what was wrong most often.</summary>
    public Identification Conclude() => UsableFrames > 0 ? Answer(rule => rule.Conclusion) : Identification.Without(_unusable.Commonest());

    /// <summary>Forgets the frames so far, as where the face is lost: what follows may be another person, and is another attempt.</summary>
    public void Forget()
    {
        if (_seen.Count > 0)
            _starts++;
        _seen.Clear();
        _followed.Clear();
    }

    private void Follow(Face face)
    {
        int person = _tracker.Update([face])[0].Id;
        if (person != _person)
            Forget();
        _person = person;
    }

    private void Weigh(Embedding face)
    {
        if (_seen.Count == MostRemembered)
            _seen.RemoveAt(0);
        _seen.Add(face);
        var alike = _index.Search(face, FaceIdentifier.Candidates);
        if (_question.Threshold is null)
            return;
        // Somebody who is removed from the gallery meanwhile is no longer followed.
        foreach (var (id, rule) in _followed.ToList())
        {
            if (_index.Score(id, face) is { } score)
                rule.Add(score, face);
            else
                _followed.Remove(id);
        }
        foreach (var hit in alike.Where(hit => !_followed.ContainsKey(hit.Person)))
            _followed.Add(hit.Person, Replayed(hit.Person));
        foreach (var (id, _) in _followed.OrderByDescending(pair => pair.Value.Favour).Skip(MostFollowed).ToList())
            _followed.Remove(id);
    }

    // What the frames so far say of somebody who was not among the most alike before: the same as if they had been followed all along.
    private IFrameRule Replayed(Guid person)
    {
        var rule = _question.Rule(_starts);
        foreach (var face in _seen)
        {
            if (_index.Score(person, face) is { } score)
                rule.Add(score, face);
        }
        return rule;
    }

    private Identification Answer(Func<IFrameRule, Decision> say)
    {
        if (_seen.Count == 0)
            return Identification.Without(Decision.Without(Outcome.Undecided, _starts == 1 ? "No usable frame has come yet." : "No usable frame has come since the face was last lost."));
        if (_question.Threshold is null)
        {
            return _question.People == 0
                ? Identification.Without(Decision.Without(Outcome.NoMatch, "Nobody is enrolled."))
                : new Identification(Decision.Without(Outcome.Undecided, _question.Remedy!), null, _index.Search(_seen[^1], FaceIdentifier.Candidates));
        }
        var said = _followed.Select(pair => (Person: pair.Key, Decision: say(pair.Value))).OrderByDescending(pair => pair.Decision.Score).ToList();
        IReadOnlyList<IndexHit> candidates = [.. said.Take(FaceIdentifier.Candidates).Select(pair => new IndexHit(pair.Person, pair.Decision.Score ?? -1))];
        if (said.Count == 0)
            return Identification.Without(Decision.Without(Outcome.NoMatch, "Nobody is enrolled."));
        var best = said[0];
        if (best.Decision.Outcome == Outcome.Match && said.Count > 1 && !_question.Leads(best.Decision.Score!.Value, said[1].Decision.Score ?? -1))
            return new Identification(new Decision(Outcome.Undecided, best.Decision.Score, [FaceIdentifier.Ambiguous]), null, candidates);
        return new Identification(best.Decision, best.Decision.Outcome == Outcome.Match ? best.Person : null, candidates);
    }
}
