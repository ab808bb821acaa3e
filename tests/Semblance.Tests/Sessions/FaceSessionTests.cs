using Semblance.Imaging;
using Semblance.Testing;

namespace Semblance.Tests.Sessions;

/// <summary>One session with the built-in pack and real photos.</summary>
public sealed class FaceSessionTests : IDisposable
{
    private readonly FaceEngine _engine = ModelPack.Builtin().Start();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Verify_OnePhotoForEver_IsNeverDecided()
    {
        using var session = _engine.Verify(Template("Ahmed_Ghazi"), LivenessPolicy.Off);

        var answer = Play(session, Enumerable.Repeat(Lfw("Ahmed_Ghazi"), 200));

        Assert.Equal((true, Outcome.Undecided), (answer.IsFinal, answer.Decision.Outcome));
        Assert.Contains("all the same", answer.Decision.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnotherPerson_IsNoMatchWithinTheLimit()
    {
        using var session = _engine.Verify(Template("Ahmed_Ghazi"), LivenessPolicy.Off);

        var answer = Play(session, Moving("Agbani_Darego"), step: 0.1);

        Assert.Equal((true, Outcome.NoMatch), (answer.IsFinal, answer.Decision.Outcome));
    }

    [Fact]
    public void Verify_NobodyForHalfAMinute_EndsWithNoFace()
    {
        using var session = _engine.Verify(Template("Ahmed_Ghazi"), LivenessPolicy.Off);

        var answer = Play(session, Enumerable.Repeat(Wall, 1000), step: 0.1);

        Assert.Equal((true, Outcome.NoFace, 301), (answer.IsFinal, answer.Decision.Outcome, session.Frames));
    }

    [Fact]
    public void Verify_FaceOutOfSight_BeginsTheNextAttempt()
    {
        using var session = _engine.Verify(Template("Ahmed_Ghazi"), LivenessPolicy.Off);

        Play(session, Enumerable.Repeat(Lfw("Ahmed_Ghazi"), 3).Concat(Enumerable.Repeat(Wall, 10)).Concat(Enumerable.Repeat(Lfw("Ahmed_Ghazi"), 3)));

        Assert.Equal((2, 1, 3, "The face was out of sight."), (session.Attempts, session.Breaks, session.FramesThatCount, session.LastBreak));
    }

    [Fact]
    public void Verify_BrokenOff_IsNeverAMatch()
    {
        using var session = _engine.CheckLiveness(LivenessPolicy.Off, new FaceSessionOptions { ToTheEnd = true });
        Play(session, [Lfw("Ahmed_Ghazi")]);

        session.BreakOff();

        Assert.Equal((true, Outcome.Undecided), (session.Answer.IsFinal, session.Decision.Outcome));
    }

    [Fact]
    public void Verify_SeveralFaces_ConcludesSo()
    {
        using var session = _engine.Verify(Template("Ahmed_Ghazi"), LivenessPolicy.Off);
        Play(session, [Recognition.ReadingTests.Beside(Lfw("Ahmed_Ghazi"), Lfw("Agbani_Darego"))]);

        Assert.Equal("onePerson", session.Advice.Code);
        Assert.Equal(Outcome.SeveralFaces, session.Conclude().Decision.Outcome);
    }

    [Fact]
    public void Add_FrameOlderThanTheOneBefore_Throws()
    {
        using var session = _engine.Verify(Template("Ahmed_Ghazi"), LivenessPolicy.Off);
        session.Add(Wall, TimeSpan.FromSeconds(1));

        Assert.Throws<ArgumentOutOfRangeException>(() => session.Add(Wall, TimeSpan.Zero));
    }

    [Fact]
    public void Verify_TemplateOfAnotherPack_Throws() => Assert.Throws<InvalidOperationException>(() =>
        _engine.Verify(new Template("x", "other", [new Embedding("other", [1, 2])], [], DateTimeOffset.UnixEpoch), LivenessPolicy.Off));

    [Fact]
    public void Enroll_PhotosOfTwoPeople_LeavesTheOtherOut()
    {
        using var session = _engine.Enroll(LivenessPolicy.Off);
        session.AddPhoto(new Frame(0, TimeSpan.Zero, Lfw("Ahmed_Ghazi"), "a"));
        session.AddPhoto(new Frame(1, TimeSpan.Zero, Lfw("Agbani_Darego"), "b"));
        session.AddPhoto(new Frame(2, TimeSpan.Zero, Wall, "wall"));

        Assert.Equal(Outcome.Match, session.Conclude().Decision.Outcome);
        var (looks, notTaken) = session.Choose();

        Assert.Single(looks);
        Assert.Contains(notTaken, reason => reason.Reason.Contains("one person at a time", StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(session.Refused).Count);
    }

    [Fact]
    public void Watch_KnownAndUnknownFace_EachGetsItsOwnAnswer()
    {
        var people = new Dictionary<Guid, Template> { [Guid.NewGuid()] = Template("Ahmed_Ghazi"), [Guid.NewGuid()] = Template("Aaron_Tippin") };
        using var watch = _engine.Watch(people, LivenessPolicy.Off);
        IReadOnlyList<WatchedFace> faces = [];
        foreach (var (i, both) in Moving("Ahmed_Ghazi").Zip(Moving("Agbani_Darego"), Recognition.ReadingTests.Beside).Index())
            faces = watch.Add(new Frame(i, TimeSpan.FromSeconds(i * 0.1), both, "both"));

        Assert.Equal([("Ahmed_Ghazi", true), (null, true)], faces.OrderBy(face => face.Face.Box.X).Select(face => (face.Person?.Name, face.Answer.IsFinal)));
    }

    private static Photo Wall { get; } = Photo.FromGrey(250, 250, Enumerable.Repeat((byte)128, 250 * 250).ToArray());

    private static SessionAnswer Play(FaceSession session, IEnumerable<Photo> frames, double step = 0.05)
    {
        foreach (var (i, frame) in frames.Index())
        {
            if (session.Add(frame, TimeSpan.FromSeconds(i * step)).IsFinal)
                break;
        }
        return session.Answer;
    }

    // One photo in sixty sizes and places: looks that differ, as frames of a clip do.
    internal static IEnumerable<Photo> Moving(string person)
    {
        var photo = Lfw(person);
        for (int i = 0; i < 60; i++)
        {
            int border = 4 + i % 9 * 3;
            yield return photo.Crop(border, i % 5 * 4, photo.Width - 2 * border, photo.Height - 2 * border).Resize(250, 250);
        }
    }

    private Template Template(string person)
    {
        var reading = Assert.IsType<FaceReading.Usable>(_engine.CreatePipeline(_engine.Pack.Quality.Verification).ReadMain(Lfw(person)));
        return new Template(person, _engine.Pack.Id, [reading.Embedding], [reading.Quality], DateTimeOffset.UnixEpoch);
    }

    private static Photo Lfw(string person) => PhotoReader.Read(TestData.Require($"lfw-dev/images/{person}/{person}_0001.jpg"));
}
