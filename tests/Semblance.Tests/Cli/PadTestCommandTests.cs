using System.Text.Json;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

public sealed class PadTestCommandTests : IDisposable
{
    private static readonly string[] s_people = ["02", "03", "05", "06", "07", "08"];

    private readonly CommandLine _semblance = new() { Pack = Path.Combine(TestData.Repository, "packs", "builtin") };

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void PadTest_Msu_CountsAndLimitsAreThoseOfTheSharedDerivation()
    {
        var result = _semblance.Run(["pad-test", .. Msu(s_people), "--json"]);

        Assert.True(result.ExitCode == 0, result.Error);
        var trials = ScoreDirectly();
        var limits = TextureLimits.Derive(trials);
        var recommended = result.Json.GetProperty("recommendation").GetProperty("limits");
        Assert.Equal(limits.Thresholds, new SpoofThresholds(recommended.GetProperty("liveFrom").GetDouble(), recommended.GetProperty("spoofBelow").GetDouble()));
        var check = result.Json.GetProperty("recommendation").GetProperty("checks")[0];
        foreach (var taken in limits.Taken.Where(taken => taken.Attack is not null))
        {
            var rate = check.GetProperty("attacks").EnumerateArray().Single(attack => attack.GetProperty("attack").GetString() == taken.Attack).GetProperty("takenForLive");
            Assert.Equal((taken.Live, taken.Photos), (rate.GetProperty("errors").GetInt32(), rate.GetProperty("presentations").GetInt32()));
        }
        var live = limits.Taken.Single(taken => taken.Attack is null);
        Assert.Equal(live.Photos - live.Live, check.GetProperty("genuine")[0].GetProperty("notLive").GetProperty("errors").GetInt32());
        Assert.Equal(["ipad", "iphone", "print"], result.Json.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("attack").GetString()!));
    }

    [Fact]
    public void PadTest_SubFoldersOfPhotos_AreOnePresentationOfOnePersonEach()
    {
        string live = _semblance.File("live"), print = _semblance.File("print");
        foreach (string subject in (string[])["0001", "0002"])
        {
            CopyFirst(TestData.Require($"liveness/nuaa/live/{subject}"), Path.Combine(live, subject), 3);
            CopyFirst(TestData.Require($"liveness/nuaa/print/{subject}"), Path.Combine(print, subject), 3);
        }

        var result = _semblance.Run("pad-test", "--live", live, "--attack", $"print={print}", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal([(2, 2, 6), (2, 2, 6)], result.Json.GetProperty("counts").EnumerateArray().Select(count =>
            (count.GetProperty("people").GetInt32(), count.GetProperty("given").GetInt32(), count.GetProperty("frames").GetInt32())));
        Assert.Equal(["texture, one frame", "texture, whole presentation"], result.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()!));
        var recommendation = result.Json.GetProperty("recommendation");
        Assert.Equal(JsonValueKind.Null, recommendation.GetProperty("limits").ValueKind);
        Assert.Contains("Too few people: 2", recommendation.GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task PadTest_Led_AsksForPeopleAndAttacksAndJudgesThePolicy()
    {
        using var process = _semblance.Start("pad-test", "--from", CommandLine.Clip("turning-screen-replay"), "--seconds", "1", "--json");
        await process.StandardInput.WriteLineAsync("anna\n\n\nanna");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var result = CommandLine.Finish(process, output, await error);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("So far phone: 1 person, 1 presentation", result.Error);
        Assert.Equal([null, "phone"], result.Json.GetProperty("counts").EnumerateArray().Select(count => count.GetProperty("attack").GetString()));
        Assert.Contains("policy passive", result.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()));
    }

    [Fact]
    public void Profile_WrittenForACamera_IsUsedAndListed()
    {
        string file = WriteProfile("door");

        var listed = _semblance.Run("pad-test", "--list", "--json");
        var used = _semblance.Run("liveness", "--from", CommandLine.Lfw("AJ_Lamas"), "--camera", "door");

        Assert.True(File.Exists(file));
        Assert.Equal("door", Assert.Single(listed.Json.GetProperty("cameras").EnumerateArray()).GetProperty("camera").GetString());
        Assert.Contains("by the profile of door", used.Error);
    }

    [Fact]
    public void Profile_LimitsOfIt_DecideAboutTexture()
    {
        string file = WriteProfile("door"), photo = TestData.Require("liveness/msu/print/02.jpg");
        double score = Texture().GetProperty("score").GetDouble();

        Limit((1 + score) / 2);
        Assert.Equal("spoof", Texture("--camera", "door").GetProperty("verdict").GetString());
        Limit(score / 2);
        Assert.Equal("live", Texture("--camera", "door").GetProperty("verdict").GetString());

        JsonElement Texture(params string[] more) => _semblance.Run(["liveness", "--from", photo, "--json", .. more]).Json.GetProperty("checks")[0];

        void Limit(double limit) => Change(file, "texture", new System.Text.Json.Nodes.JsonObject { ["liveFrom"] = limit, ["spoofBelow"] = limit });
    }

    [Fact]
    public void Profile_NamedAsTheSource_IsUsedWithoutBeingAskedFor()
    {
        string photo = _semblance.Write("door.jpg", File.ReadAllBytes(CommandLine.Lfw("AJ_Lamas")));
        WriteProfile(photo);

        Assert.Contains($"by the profile of {photo}", _semblance.Run("liveness", "--from", photo).Error);
    }

    [Theory]
    [InlineData("pack", "other-0123456789ab", 2, "was made with the pack other-0123456789ab")]
    [InlineData("textureNetwork", "00", 2, "whose scores mean something else")]
    [InlineData("schema", "7", 3, "cannot be used")]
    [InlineData("camera", "window", 3, "the profile of another camera")]
    [InlineData("texture", "null", 3, "cannot be used")]
    public void Profile_ThatDoesNotFit_IsRefused(string field, string value, int code, string words)
    {
        string file = WriteProfile("door");
        Change(file, field, value is "7" or "null" ? System.Text.Json.Nodes.JsonNode.Parse(value) : value);

        var result = _semblance.Run("liveness", "--from", CommandLine.Lfw("AJ_Lamas"), "--camera", "door", "--json");

        result.AssertIsError(code);
        Assert.Contains(words, result.Error);
    }

    [Fact]
    public void Profile_CutOff_FailsClosed()
    {
        string file = WriteProfile("door");
        File.WriteAllText(file, File.ReadAllText(file)[..^20]);

        _semblance.Run("liveness", "--from", CommandLine.Lfw("AJ_Lamas"), "--camera", "door", "--json").AssertIsError(3, "environment");
        _semblance.Run("pad-test", "--list", "--json").AssertIsError(3, "environment");
    }

    [Fact]
    public void Report_OneByteChanged_NoLongerBelongsToItsSignature()
    {
        string folder = _semblance.File("report");
        Assert.Equal(0, _semblance.Run(["pad-test", .. Msu(["02"]), "--report", folder]).ExitCode);

        var whole = _semblance.Run("pad-test", "--verify", folder, "--json");
        Assert.True(whole.ExitCode == 0 && whole.Json.GetProperty("valid").GetBoolean(), whole.Error);
        Assert.Contains("Too few people: 1", File.ReadAllText(Path.Combine(folder, "report.html")));
        string key = Path.Combine(_semblance.Home, "report-signing.pem");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));

        foreach (string name in (string[])["report.html", "report.json", "report.sig"])
        {
            string file = Path.Combine(folder, name);
            byte[] before = File.ReadAllBytes(file), after = [.. before];
            after[after.Length / 2] ^= 1;
            File.WriteAllBytes(file, after);
            Assert.Equal(1, _semblance.Run("pad-test", "--verify", folder).ExitCode);
            File.WriteAllBytes(file, before);
        }

        // Signed by another installation: only who names its key believes it.
        File.Delete(key);
        string signer = whole.Json.GetProperty("signer").GetString()!;
        Assert.Equal(1, _semblance.Run("pad-test", "--verify", folder).ExitCode);
        Assert.Equal(0, _semblance.Run("pad-test", "--verify", folder, "--signer", signer).ExitCode);
    }

    [Fact]
    public void Write_TooFewPeople_StoresNothing()
    {
        var result = _semblance.Run(["pad-test", .. Msu(["02", "03"]), "--write", "--camera", "door", "--json"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("written").ValueKind);
        Assert.False(Directory.Exists(Path.Combine(_semblance.Home, "cameras")));
    }

    [Theory]
    [InlineData("usage", "pad-test")]
    [InlineData("usage", "pad-test", "--live", "nowhere")]
    [InlineData("usage", "pad-test", "--attack", "print")]
    [InlineData("usage", "pad-test", "--attack", "live=.")]
    [InlineData("usage", "pad-test", "--live", ".", "--write")]
    [InlineData("usage", "pad-test", "--list", "--from", "camera:0")]
    [InlineData("usage", "pad-test", "--list", "--report", "r")]
    [InlineData("usage", "pad-test", "--signer", "00", "--list")]
    [InlineData("usage", "pad-test", "--verify", ".")]
    [InlineData("usage", "pad-test", "--live", ".", "--camera", "rtsp://me:secret@door")]
    [InlineData("usage", "liveness", "--from", "camera:0", "--camera", "nobody")]
    public void CommandLine_ThatCannotBe_IsRefused(string kind, params string[] arguments)
    {
        var result = _semblance.Run([.. arguments, "--json"]);

        result.AssertIsError(2, kind);
        Assert.DoesNotContain("secret", result.Error + result.Output);
    }

    private string WriteProfile(string camera)
    {
        var result = _semblance.Run(["pad-test", .. Msu(s_people[..5], "print"), "--write", "--camera", camera, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json.GetProperty("written").GetString()!;
    }

    private static void Change(string file, string field, System.Text.Json.Nodes.JsonNode? value)
    {
        var profile = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        profile[field] = value;
        File.WriteAllText(file, profile.ToJsonString());
    }

    private static IReadOnlyList<string> Msu(IReadOnlyList<string> people) => Msu(people, "print", "ipad", "iphone");

    private static IReadOnlyList<string> Msu(IReadOnlyList<string> people, params string[] kinds)
    {
        IEnumerable<string> Files(string kind, string prefix) => people.Select(person => prefix + TestData.Require($"liveness/msu/{kind}/{person}.jpg"));
        return ["--live", .. Files("live", ""), "--attack", .. kinds.SelectMany(kind => Files(kind, kind + "="))];
    }

    private static List<TextureTrial> ScoreDirectly()
    {
        var pack = ModelPack.Load(Path.Combine(TestData.Repository, "packs", "builtin"));
        using var detector = pack.CreateDetector();
        using var network = pack.CreateSpoofNetwork();
        var options = pack.Liveness.Texture;
        var trials = new List<TextureTrial>();
        foreach (string kind in (string[])["live", "print", "ipad", "iphone"])
        {
            foreach (string person in s_people)
            {
                var photo = PhotoReader.Read(TestData.Require($"liveness/msu/{kind}/{person}.jpg"));
                if (LargestFace.In(photo, detector) is not { } face)
                    continue;
                double logOdds = network.Score(photo, face, options).LogOdds(options.MostLogOdds)!.Value;
                trials.Add(new TextureTrial("msu", person, kind == "live" ? null : kind, 1 / (1 + Math.Exp(-logOdds))));
            }
        }
        return trials;
    }

    private static void CopyFirst(string from, string to, int count)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "*.jpg").Order(StringComparer.Ordinal).Take(count))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
