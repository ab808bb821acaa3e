using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>
/// Who is the person before the camera, or nobody? Every face is looked up among all people; those who were among the most alike of any face are followed as claims of their own, from the
/// first face on. Memory depends neither on time nor on how many people there are.
/// </summary>
internal sealed class SearchQuestion : IQuestion
{
    // More different people than this among the most alike of one person are noise; the weakest are dropped.
    private const int MostFollowed = 64;

    private readonly FaceIdentifier _identifier;
    private readonly IFaceSearch _people;
    private readonly IFollowed _followed;
    private IReadOnlyList<IndexHit> _latest = [];
    private bool _hasFaces;

    public SearchQuestion(FaceIdentifier identifier, IFaceSearch people)
    {
        (_identifier, _people) = (identifier, people);
        _followed = identifier is { Evidence: { } map, Threshold: { } threshold } ? new FollowedByEvidence(map, threshold, people) : new FollowedByMean(identifier, people);
    }

    public int Count => _followed.Count;

    public int Attempts => _followed.Attempts;

    public double? Fmr => _identifier.Threshold?.Fmr;

    public Identification Answer => Say(rule => rule.Decision);

    public Identification Conclusion => Say(rule => rule.Conclusion);

    public void Add(FaceReading.Usable face, TimeSpan time)
    {
        _hasFaces = true;
        _latest = _people.Search(face.Embedding, FaceIdentifier.Candidates);
        if (_identifier.Threshold is null)
            return;
        _followed.Add(face.Embedding, _latest);
        foreach (var (id, _) in _followed.Rules.OrderByDescending(pair => pair.Value.Favour).Skip(MostFollowed).ToList())
            _followed.Rules.Remove(id);
    }

    public void NextAttempt()
    {
        _hasFaces = false;
        _latest = [];
        _followed.NextAttempt();
    }

    private Identification Say(Func<IFrameRule, Decision> say)
    {
        if (!_hasFaces)
            return Identification.Without(Decision.Without(Outcome.Undecided, Attempts == 1 ? "No usable frame has come yet." : "No usable frame has come since the face was last lost."));
        if (_identifier.Threshold is null)
        {
            return _identifier.People == 0
                ? Identification.Without(Decision.Without(Outcome.NoMatch, FaceIdentifier.NobodyEnrolled))
                : new Identification(Decision.Without(Outcome.Undecided, _identifier.Remedy!), null, _latest);
        }
        var said = _followed.Rules.Select(pair => (Person: pair.Key, Decision: say(pair.Value), pair.Value.Favour, pair.Value.Certainty)).OrderByDescending(pair => pair.Favour).ToList();
        if (said.Count == 0)
            return Identification.Without(Decision.Without(Outcome.NoMatch, FaceIdentifier.NobodyEnrolled));
        IReadOnlyList<IndexHit> candidates = [.. said.Take(FaceIdentifier.Candidates).Where(pair => pair.Decision.Score is not null).Select(pair => new IndexHit(pair.Person, pair.Decision.Score!.Value))];
        var best = said[0];
        if (best.Decision.Outcome == Outcome.Match && said.Count > 1 && said[1].Decision.Score is { } next && !_identifier.Leads(best.Decision.Score!.Value, next))
            return new Identification(new Decision(Outcome.Undecided, best.Decision.Score, [FaceIdentifier.Ambiguous]), null, candidates);
        return new Identification(best.Decision, best.Decision.Outcome == Outcome.Match ? best.Person : null, candidates) { Certainty = best.Certainty };
    }
}

/// <summary>The people who are followed over the frames of one person.</summary>
internal interface IFollowed
{
    int Count { get; }

    int Attempts { get; }

    Dictionary<Guid, IFrameRule> Rules { get; }

    /// <summary>Takes a face; those most alike are followed from now on, with what the faces so far say of them.</summary>
    void Add(Embedding face, IReadOnlyList<IndexHit> mostAlike);

    void NextAttempt();
}

/// <summary>By evidence: all claims share the looks, and each keeps two sums.</summary>
internal sealed class FollowedByEvidence(EvidenceMap map, Threshold threshold, IFaceSearch people) : IFollowed
{
    private readonly SessionLooks _looks = new(map);

    public int Count => _looks.Count;

    public int Attempts => _looks.Attempts;

    public Dictionary<Guid, IFrameRule> Rules { get; } = [];

    public void Add(Embedding face, IReadOnlyList<IndexHit> mostAlike)
    {
        var (weight, isNewAttempt) = _looks.Add(face);
        if (isNewAttempt)
            Rules.Clear();
        foreach (var (id, rule) in Rules.ToList())
        {
            // Somebody who was removed from the gallery is no longer followed.
            if (people.Score(id, face) is { } score)
                ((SequentialTest)rule).Take(score, weight);
            else
                Rules.Remove(id);
        }
        foreach (var hit in mostAlike.Where(hit => !Rules.ContainsKey(hit.Person)))
            Rules.Add(hit.Person, Replayed(hit.Person));
    }

    public void NextAttempt()
    {
        _looks.NextAttempt();
        Rules.Clear();
    }

    // The same as if they had been followed all along.
    private SequentialTest Replayed(Guid person)
    {
        var rule = new SequentialTest(map, threshold, _looks);
        foreach (var (look, weight) in _looks.Looks)
        {
            if (people.Score(person, look) is { } score)
                rule.Take(score, weight);
        }
        return rule;
    }
}

/// <summary>By the mean of the last frames, for packs without evidence.</summary>
internal sealed class FollowedByMean(FaceIdentifier identifier, IFaceSearch people) : IFollowed
{
    private readonly Queue<Embedding> _faces = new();

    public int Count => _faces.Count;

    public int Attempts { get; private set; } = 1;

    public Dictionary<Guid, IFrameRule> Rules { get; } = [];

    public void Add(Embedding face, IReadOnlyList<IndexHit> mostAlike)
    {
        _faces.Enqueue(face);
        if (_faces.Count > identifier.Window)
            _faces.Dequeue();
        foreach (var (id, rule) in Rules.ToList())
        {
            if (people.Score(id, face) is { } score)
                rule.Add(score, face);
            else
                Rules.Remove(id);
        }
        foreach (var hit in mostAlike.Where(hit => !Rules.ContainsKey(hit.Person)))
            Rules.Add(hit.Person, Replayed(hit.Person));
    }

    public void NextAttempt()
    {
        if (_faces.Count > 0)
            Attempts++;
        _faces.Clear();
        Rules.Clear();
    }

    private MeanOfFrames Replayed(Guid person)
    {
        var rule = new MeanOfFrames(identifier.Comparator, identifier.Threshold!, identifier.Window);
        foreach (var face in _faces)
        {
            if (people.Score(person, face) is { } score)
                rule.Add(score);
        }
        return rule;
    }
}
