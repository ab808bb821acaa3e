using Semblance.Liveness;
using Semblance.Training.Relighting;

namespace Semblance.Training.Tests.Relighting;

/// <summary>
/// The light check on people of real clips, relit. These are examples that must not get worse; how often it errs on heads and cameras it was not made for stands in
/// docs/accuracy-liveness-light.md.
/// </summary>
public sealed class RelitClipTests(RelitClipTests.Clips clips) : IClassFixture<RelitClipTests.Clips>
{
    [Theory]
    [InlineData("person-a", "office")]
    [InlineData("headpose-b", "dim room")]
    public void Judge_PersonBeforeTheScreen_IsLive_AndNoAttackIs(string name, string level)
    {
        var verdicts = LightEvaluation.Sessions(clips.Read(name), Level(level), RelightingModel.Tuning, round: 0)
            .ToDictionary(session => session.Attack ?? "live", session => session.Session.Judge(session.Asked, new LightOptions()));

        Assert.Equal(LivenessVerdict.Live, verdicts["live"].Verdict);
        Assert.Empty(verdicts["live"].Reasons);
        Assert.Equal(5, verdicts.Count);
        Assert.All(verdicts.Where(verdict => verdict.Key != "live"), attack => Assert.NotEqual(LivenessVerdict.Live, attack.Value.Verdict));
        Assert.All(verdicts.Values, result => Assert.True(result.IsSettled));
    }

    [Fact]
    public void Judge_RecordingUnderOtherColours_IsSpoof()
    {
        var (_, session, asked) = LightEvaluation.Sessions(clips.Read("person-a"), AmbientLevel.Dim, RelightingModel.Unseen, round: 0)
            .First(one => one.Attack == LightEvaluation.OtherColours);

        var result = session.Judge(asked, new LightOptions());

        Assert.Equal(LivenessVerdict.Spoof, result.Verdict);
        Assert.Contains("did not follow", Assert.Single(result.Reasons));
    }

    [Fact]
    public void Judge_BrightSun_IsUnsure()
    {
        var (_, session, asked) = LightEvaluation.Sessions(clips.Read("person-a"), AmbientLevel.Sun, RelightingModel.Unseen, round: 0).First();

        var result = session.Judge(asked, new LightOptions());

        Assert.Equal(LivenessVerdict.Unsure, result.Verdict);
        Assert.Contains("too bright", Assert.Single(result.Reasons));
    }

    private static AmbientLevel Level(string name) => AmbientLevel.All.Single(level => level.Name == name);

    /// <summary>Reads a few frames of each clip once.</summary>
    public sealed class Clips : IDisposable
    {
        private readonly Dictionary<string, TrackedClip> _read = [];
        private readonly Lazy<IFaceDetector> _detector = new(() => ModelPack.Builtin().CreateDetector());

        internal TrackedClip Read(string name)
        {
            string path = TestData.Require($"videos/{name}.mp4");
            if (!_read.TryGetValue(name, out var clip))
                _read[name] = clip = TrackedClip.Read(path, _detector.Value, mostFrames: 40) ?? throw new InvalidDataException($"Nobody looks towards the camera in {path}.");
            return clip;
        }

        public void Dispose()
        {
            if (_detector.IsValueCreated)
                _detector.Value.Dispose();
        }
    }
}
