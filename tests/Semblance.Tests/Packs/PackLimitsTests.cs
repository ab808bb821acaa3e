using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Detection;
using Semblance.Liveness;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Sessions;
using Semblance.Testing;
using Semblance.Tests.Cli;
using Semblance.Tests.Liveness;

namespace Semblance.Tests.Packs;

/// <summary>Limits of quality and liveness come from pack.json, and nothing else of the pack depends on them.</summary>
public sealed class PackLimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_All_LieInTheirRanges()
    {
        Assert.Empty(LivenessOptions.Default.Faults());
        Assert.Empty(QualityOptions.Default.Faults());
        Assert.Empty(DetectionOptions.Default.Faults());
        Assert.Empty(ContinuityOptions.Default.Faults());
    }

    [Fact]
    public void Load_PackWithoutTheSections_HasTheDefaults()
    {
        var pack = ModelPack.Load(TinyPack.Write(_folder.File("old")));

        Assert.Same(QualityOptions.Default, pack.Quality);
        Assert.Same(LivenessOptions.Default, pack.Liveness);
        Assert.Same(DetectionOptions.Default, pack.Detection);
        Assert.Same(ContinuityOptions.Default, pack.Continuity);
    }

    [Fact]
    public void Load_SomeLimitsOnly_TakesTheOthersFromTheDefaults()
    {
        var pack = ModelPack.Load(Changed(json => json["liveness"] = JsonNode.Parse("""{"motion":{"liveTravel":0.2,"keeps":"00:00:05"},"light":{"leastCells":6}}""")));

        Assert.Equal((0.2, TimeSpan.FromSeconds(5), new MotionOptions().FlatBend), (pack.Liveness.Motion.LiveTravel, pack.Liveness.Motion.Keeps, pack.Liveness.Motion.FlatBend));
        Assert.Equal((6, new LightOptions().Follows), (pack.Liveness.Light.LeastCells, pack.Liveness.Light.Follows));
    }

    [Theory]
    [InlineData("""{"motion":{"liveTravel":7}}""", "liveness.motion.liveTravel is 7, and lies between 0.01 and 1")]
    [InlineData("""{"light":{"flat":0.5,"curved":0.4}}""", "liveness.light.flat is 0.5, and is at most curved, which is 0.4")]
    [InlineData("""{"challenge":{"stepLimit":"00:00:00"}}""", "liveness.challenge.stepLimit is 0")]
    [InlineData("""{"texture":{"framesToSettle":0}}""", "liveness.texture.framesToSettle is 0")]
    [InlineData("""{"injection":{"frozen":1.5}}""", "liveness.injection.frozen is 1.5")]
    [InlineData("""{"motion":{"speed":7}}""", "speed")]
    public void Load_LivenessOutOfItsRange_IsRefusedByName(string section, string words) =>
        Assert.Contains(words, Assert.Throws<PackException>(() => ModelPack.Load(Changed(json => json["liveness"] = JsonNode.Parse(section)))).Message);

    [Theory]
    [InlineData("detection", """{"upright":{"side":7}}""", "detection.upright.side is 7")]
    [InlineData("detection", """{"heads":{"lessSure":2}}""", "detection.heads.lessSure is 2")]
    [InlineData("continuity", """{"swapFmr":0.9}""", "continuity.swapFmr is 0.9")]
    public void Load_TrackingOutOfItsRange_IsRefusedByName(string section, string limits, string words) =>
        Assert.Contains(words, Assert.Throws<PackException>(() => ModelPack.Load(Changed(json => json[section] = JsonNode.Parse(limits)))).Message);

    [Fact]
    public void Load_SomeLimitsOfTracking_AreThoseThatRun()
    {
        var pack = ModelPack.Load(Changed(json =>
        {
            json["detection"] = JsonNode.Parse("""{"heads":{"lessSure":0.5}}""");
            json["continuity"] = JsonNode.Parse("""{"longestGap":"00:00:00.5000000"}""");
        }));

        Assert.Equal((0.5f, new HeadOptions().LargestSide, new UprightOptions().Margin), (pack.Detection.Heads.LessSure, pack.Detection.Heads.LargestSide, pack.Detection.Upright.Margin));
        Assert.Equal((TimeSpan.FromSeconds(0.5), new ContinuityOptions().LongestUnread), (pack.Continuity.LongestGap, pack.Continuity.LongestUnread));
    }

    [Fact]
    public void Load_QualityOutOfItsRange_IsRefusedByName() =>
        Assert.Contains("quality.verification.fivePoint.minSide is 3", Refusal(quality => quality["verification"]!["fivePoint"]!["minSide"] = 3));

    [Fact]
    public void Load_QualityWithoutALimit_KeepsTheDefault()
    {
        string pack = Changed(json => json["quality"] = JsonNode.Parse("""{"enrolment":{"fivePoint":{"minSide":80}}}"""));

        var limits = ModelPack.Load(pack).Quality.Enrolment.FivePoint;

        Assert.Equal(QualityOptions.Default.Enrolment.FivePoint with { MinSide = 80 }, limits);
    }

    [Fact]
    public void Id_OtherLimits_StaysTheSame()
    {
        string before = ModelPack.Load(TinyPack.Write(_folder.File("before"))).Id;

        Assert.Equal(before, ModelPack.Load(Changed(json => json["quality"] = Quality(_ => { }))).Id);
        Assert.Equal(before, ModelPack.Load(Changed(json => json["liveness"] = JsonNode.Parse("""{"motion":{"liveTravel":0.2}}"""))).Id);
    }

    [Fact]
    public void Verifier_PackThatAsksForLargerFaces_RefusesWhatTheBuiltInOneTakes()
    {
        string folder = _folder.File("strict");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(ModelPack.BuiltinFolder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Change(folder, json => json["quality"]!["verification"]!["fivePoint"]!["minSide"] = 900);
        var photo = PhotoReader.Read(TestData.Require("lfw-dev/images/Ahmed_Ghazi/Ahmed_Ghazi_0001.jpg"));
        using FaceEngine builtin = ModelPack.Builtin().Start(), strict = ModelPack.Load(folder).Start();

        Assert.Equal(Outcome.Match, builtin.CreateVerifier().Compare(photo, photo).Outcome);
        Assert.Equal(Outcome.PoorQuality, strict.CreateVerifier().Compare(photo, photo).Outcome);
    }

    [Fact]
    public void Begin_OtherLimits_AreThoseOfTheChecks()
    {
        var options = new LivenessOptions { Texture = new() { FramesToSettle = 2, MostFrames = 2 } };
        using var liveness = new LivenessEngine(TinySpoof.Load(), options: options);
        using var test = liveness.Begin(LivenessPolicy.Passive);

        test.Add(TinySpoof.Frame(0, 140));
        Assert.False(Texture().IsSettled);
        test.Add(TinySpoof.Frame(1, 140));

        Assert.True(Texture().IsSettled);

        CheckResult Texture() => test.Result.Checks.Single(check => check.Name == CheckNames.Texture);
    }

    [Fact]
    public void CreateChallenges_OtherLimits_AreAskedFor()
    {
        using var liveness = new LivenessEngine(TinySpoof.Load(), options: new LivenessOptions { Challenge = new() { AsideLeast = 40, AsideMost = 41, UpOrDownLeast = 30, UpOrDownMost = 31 } });

        var turns = liveness.CreateChallenges().NextTurns().Turns;

        Assert.All(turns, turn => Assert.InRange(turn.Degrees, turn.Direction is HeadDirection.Left or HeadDirection.Right ? 40 : 30, turn.Direction is HeadDirection.Left or HeadDirection.Right ? 41 : 31));
    }

    [Fact]
    public void LivenessEngine_LimitsOutOfTheirRange_AreRefused()
    {
        using var network = TinySpoof.Load();
        var wrong = new LivenessOptions { Motion = new() { LiveTravel = double.NaN } };

        Assert.Contains("motion.liveTravel", Assert.Throws<ArgumentException>(() => new LivenessEngine(network, options: wrong)).Message);
    }

    [Fact]
    public void Builtin_EveryNumber_StandsInPackJsonWithEvidence()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(ModelPack.BuiltinFolder, "pack.json")))!;

        foreach (var part in typeof(LivenessOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            AssertExplained(json["liveness"]![Name(part)]!, part.PropertyType);
        foreach (var part in typeof(DetectionOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            AssertExplained(json["detection"]![Name(part)]!, part.PropertyType);
        AssertExplained(json["continuity"]!, typeof(ContinuityOptions));
        var evidence = json["quality"]!["evidence"]!;
        foreach (string level in (string[])["verification", "enrolment"])
        {
            Assert.NotEmpty(evidence[$"{level}.box"]!.GetValue<string>());
            foreach (var limit in typeof(QualityLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(limit => limit.Name != nameof(QualityLimits.MinSymmetry)))
            {
                Assert.NotNull(json["quality"]![level]!["fivePoint"]![Name(limit)]);
                Assert.Contains("calibrate-quality", evidence[$"{level}.fivePoint.{Name(limit)}"]!.GetValue<string>());
            }
        }
    }

    private static void AssertExplained(JsonNode section, Type options)
    {
        var numbers = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "Evidence").Select(Name).ToList();
        Assert.All(numbers, number => Assert.True(section[number] is not null, $"pack.json gives no {number}"));
        var evidence = section["evidence"]!.AsObject();
        Assert.All(numbers, number => Assert.True(evidence.ContainsKey(number) || evidence.ContainsKey("all"), $"nothing says where {number} comes from"));
        Assert.All(evidence, entry => Assert.True(entry.Key == "all" || numbers.Contains(entry.Key), $"{entry.Key} is evidence of nothing"));
    }

    private string Refusal(Action<JsonNode> change) => Assert.Throws<PackException>(() => ModelPack.Load(Changed(json => json["quality"] = Quality(change)))).Message;

    private static JsonNode Quality(Action<JsonNode> change)
    {
        var quality = JsonSerializer.SerializeToNode(QualityOptions.Default, PackManifest.Json)!;
        change(quality);
        return quality;
    }

    private string Changed(Action<JsonNode> change) => Change(TinyPack.Write(_folder.File(Guid.NewGuid().ToString("N"))), change);

    private static string Change(string folder, Action<JsonNode> change)
    {
        string path = Path.Combine(folder, "pack.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
        return folder;
    }

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
