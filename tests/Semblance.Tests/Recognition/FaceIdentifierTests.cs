using Semblance.Recognition;
using Semblance.Sessions;
using Semblance.Testing;
using Semblance.Tests.Cli;

namespace Semblance.Tests.Recognition;

public sealed class FaceIdentifierTests : IDisposable
{
    private const int People = 50;
    private const double Fpir = 0.05;

    private readonly MadePeople _people = new(seed: 11, frameNoise: 0.6);
    private readonly EmbeddingIndex _index = new(MadePeople.Model);
    private readonly Dictionary<Guid, float[]> _enrolled = [];
    private readonly EvidenceMap _evidence;
    private readonly double[] _impostor;

    public FaceIdentifierTests()
    {
        var (genuine, impostor) = _people.Scores(5_000, 200_000);
        _evidence = EvidenceFit.Fit(genuine, impostor);
        _impostor = [.. impostor.Order()];
        for (int i = 0; i < People; i++)
            Enrol(_people.NextPerson());
    }

    public void Dispose() => _index.Dispose();

    [Fact]
    public void Identify_PhotosOfStrangers_GetANameAtMostAtTheAskedRate()
    {
        var question = Question();
        const int Strangers = 3_000;

        int named = Enumerable.Range(0, Strangers).Count(_ => question.Identify(_index, Usable(_people.Photo(_people.NextPerson()))).Decision.Outcome == Outcome.Match);

        Assert.True(named <= Fpir * Strangers + 3 * Math.Sqrt(Fpir * Strangers), $"{named} of {Strangers} strangers got a name at FPIR {Fpir}");
    }

    [Fact]
    public void Follow_SessionsOfStrangers_GetANameAtMostAtTheAskedRate()
    {
        const int Strangers = 400;

        int named = Enumerable.Range(0, Strangers).Count(_ => Follow(_people.Frames(_people.NextPerson(), 40, 0.3f)).Decision.Outcome == Outcome.Match);

        Assert.True(named <= Fpir * Strangers + 3 * Math.Sqrt(Fpir * Strangers), $"{named} of {Strangers} sessions got a name at FPIR {Fpir}");
    }

    [Fact]
    public void Follow_SessionsOfTheEnrolled_NearlyAllFindThemAndNobodyElse()
    {
        var answers = _enrolled.Select(pair => (Who: pair.Key, Answer: Follow(_people.Frames(pair.Value, 40, 0.5f)))).ToList();

        Assert.DoesNotContain(answers, pair => pair.Answer.Person is { } named && named != pair.Who);
        Assert.True(answers.Count(pair => pair.Answer.Person == pair.Who) > 0.8 * People);
    }

    [Fact]
    public void Follow_SomebodyAmongTheMostAlikeLate_GetsTheEvidenceOfTheFirstFrame()
    {
        float[] anna = _enrolled.First().Value;
        var id = _enrolled.First().Key;
        var frames = _people.Frames(anna, 40, 1).ToList();
        // Whoever looks exactly like the first frame pushes the person off the list.
        var doubles = Enumerable.Range(0, FaceIdentifier.Candidates).Select(_ => Guid.NewGuid()).ToList();
        doubles.ForEach(other => _index.Set(other, new Template("first frame", MadePeople.Model, [frames[0]], [], DateTimeOffset.UnixEpoch)));
        var following = new SearchQuestion(Question(People + doubles.Count), _index);
        following.Add(Usable(frames[0]), TimeSpan.Zero);
        Assert.DoesNotContain(following.Answer.Candidates, candidate => candidate.Person == id);

        doubles.ForEach(other => _index.Remove(other));
        foreach (var frame in frames.Skip(1))
            following.Add(Usable(frame), TimeSpan.Zero);

        var alone = new SequentialTest(_evidence, Question().Threshold!);
        frames.ForEach(frame => alone.Add(_index.Score(id, frame)!.Value, frame));
        Assert.Equal(alone.Decision.Score!.Value, following.Conclusion.Candidates.Single(candidate => candidate.Person == id).Score, 6);
    }

    [Fact]
    public void Doubles_AreNeverGuessedBetween()
    {
        float[] anna = _people.NextPerson();
        var (one, other) = (Enrol(anna), Enrol(anna));
        var question = Question(People + 2);

        var photos = Enumerable.Range(0, 50).Select(_ => question.Identify(_index, Usable(_people.Photo(anna)))).ToList();
        var session = Follow(_people.Frames(anna, 60, 0.5f), People + 2);

        Assert.Contains(photos, answer => answer.Decision is { Outcome: Outcome.Undecided, Reasons: [FaceIdentifier.Ambiguous] });
        Assert.Equal((Outcome.Undecided, FaceIdentifier.Ambiguous), (session.Decision.Outcome, session.Decision.Reasons[0]));
        Assert.Null(session.Person);
        Assert.Equal(new[] { one, other }.Order(), session.Candidates.Take(2).Select(candidate => candidate.Person).Order());
    }

    [Fact]
    public void MorePeopleThanTheCalibrationCarries_NothingIsDecidedAndTheRemedyIsSaid()
    {
        float[] anna = _enrolled.First().Value;
        var question = new FaceIdentifier(Comparator.Cosine, _evidence, 1e-6, People) { Remedy = "It is calibrated down to 0.001. Claim a name first." };

        var photo = question.Identify(_index, Usable(_people.Photo(anna)));
        var following = new SearchQuestion(question, _index);
        foreach (var frame in _people.Frames(anna, 30, 0.5f))
        {
            following.Add(Usable(frame), TimeSpan.Zero);
            Assert.Equal(Outcome.Undecided, following.Answer.Decision.Outcome);
        }

        Assert.Equal(Outcome.Undecided, photo.Decision.Outcome);
        Assert.Contains("calibrated down to 0.001", photo.Decision.Reasons[0]);
        Assert.Contains("Claim a name first", photo.Decision.Reasons[0]);
        Assert.NotEmpty(photo.Candidates);
        Assert.Equal(Outcome.Undecided, following.Conclusion.Decision.Outcome);
    }

    [Fact]
    public void NobodyEnrolled_IsNobody()
    {
        using var empty = new EmbeddingIndex(MadePeople.Model);
        var question = new FaceIdentifier(Comparator.Cosine, _evidence, Fpir, 0);

        Assert.Equal(Outcome.NoMatch, question.Identify(empty, Usable(_people.Photo(_people.NextPerson()))).Decision.Outcome);
    }

    [Fact]
    public void IndexThatGrewMeanwhile_IsRefused()
    {
        var question = Question();
        Enrol(_people.NextPerson());

        Assert.Throws<InvalidOperationException>(() => question.Identify(_index, Usable(_people.Photo(_people.NextPerson()))));
    }

    [Fact]
    public void UnusablePhoto_SaysWhy()
    {
        var answer = Question().Identify(_index, new FaceReading.Unusable(Outcome.NoFace, ["No face was found."], []));

        Assert.Equal(Outcome.NoFace, answer.Decision.Outcome);
    }

    [Fact]
    public void PackThatComparesByDistance_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string pack = TinyPack.Write(folder.File("pack"));
        StandInPack.Save(pack, ModelPack.Load(pack).Manifest with { Comparator = "euclidean" });

        Assert.Contains("compares by distance", Assert.Throws<PackException>(() => ModelPack.Load(pack).CreateIdentifier(0.01, 10)).Message);
    }

    [Fact]
    public void BuiltinPack_CarriesSomePeopleAndSaysWhenTheyAreTooMany()
    {
        var pack = ModelPack.Builtin();

        Assert.NotNull(pack.CreateIdentifier(0.01, 100).Threshold);
        Assert.Contains("FPIR", pack.CreateIdentifier(0.01, 1_000_000).Remedy);
    }

    private Guid Enrol(float[] person)
    {
        var id = Guid.NewGuid();
        _enrolled[id] = person;
        _index.Set(id, _people.Template(person, 3));
        return id;
    }

    private Threshold Rate(double fmr) => new(_impostor[(int)((1 - fmr) * _impostor.Length)], MadePeople.Model, fmr, "made for tests");

    private FaceIdentifier Question(int people = People) => new(Comparator.Cosine, _evidence, Fpir, people) { Threshold = Rate(Fpir / people) };

    private Identification Follow(IEnumerable<Embedding> frames, int people = People)
    {
        var following = new SearchQuestion(Question(people), _index);
        foreach (var frame in frames)
        {
            following.Add(Usable(frame), TimeSpan.Zero);
            if (following.Answer is { Decision.Outcome: not Outcome.Undecided } answer)
                return answer;
        }
        return following.Conclusion;
    }

    private static FaceReading.Usable Usable(Embedding embedding) => new(
        new Face(new Box(0, 0, 100, 100), 1), Photo.FromRgb(1, 1, new byte[3]), new FaceQuality(100, 0, 1, 128, 50), embedding);
}
