using Semblance.Testing;

namespace Semblance.Tests.Cli;

public sealed class CalibrateCommandTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Calibrate_FolderOfPeople_InstallsAPackThatDecidesByItsTable()
    {
        string att = TestData.Require("att_faces");

        var result = _semblance.Run("calibrate", "--people", att, "--aligned", "--save", "att", "--default-fmr", "0.001", "--about", "the AT&T faces", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var table = result.Json.GetProperty("calibration");
        Assert.Equal((40, 78_000, 1_800), (table.GetProperty("people").GetInt32(), table.GetProperty("impostorComparisons").GetInt32(), table.GetProperty("genuineComparisons").GetInt32()));
        var rates = table.GetProperty("rates").EnumerateArray().ToList();
        Assert.Equal([0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005], rates.Select(row => row.GetProperty("fmr").GetDouble()));
        Assert.Equal([7800, 3900, 1560, 780, 390, 156, 78, 39], rates.Select(row => row.GetProperty("falseMatches").GetInt32()));
        Assert.All(rates, row => Assert.True(row.GetProperty("fmrUpper").GetDouble() > row.GetProperty("fmr").GetDouble()));
        // The pixels of these frontal photos tell people apart much better than chance.
        Assert.InRange(rates[0].GetProperty("fnmr").GetDouble(), 0.001, 0.4);

        string photo = CommandLine.Lfw("Ahmed_Ghazi");
        _semblance.Pack = null;
        var compared = _semblance.Run("compare", photo, photo, "--pack", "att", "--json");
        Assert.Equal((0.001, rates[6].GetProperty("score").GetDouble()), (compared.Json.GetProperty("fmr").GetDouble(), compared.Json.GetProperty("threshold").GetDouble()));
        var stricter = _semblance.Run("compare", photo, photo, "--pack", "att", "--fmr", "0.0007", "--json");
        Assert.Equal(0.0005, stricter.Json.GetProperty("fmr").GetDouble());
        var refused = _semblance.Run("compare", photo, photo, "--pack", "att", "--fmr", "0.0001");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("takes at least 300,000 comparisons between different people, so that 30 false matches can be expected; there are 78,000.", refused.Error);
        Assert.Contains("false match rates 0.1 to 0.0005, by default 0.001", _semblance.Run("packs", "list").Output);
    }

    [Fact]
    public void Calibrate_Groups_KeepsTheRatesWithinEachAndSaysSo()
    {
        // The first ten people once as they are, and once each mixed with the same face: those are alike.
        string att = TestData.Require("att_faces");
        byte[] common = PhotoReader.Read(Path.Combine(att, "s40", "1.pgm")).ToGrey();
        var list = new List<string> { "file,person,group" };
        foreach (var (name, own) in new[] { ("varied", 1.0), ("alike", 0.4) })
        {
            for (int person = 1; person <= 10; person++)
            {
                for (int photo = 1; photo <= 10; photo++)
                {
                    var picture = PhotoReader.Read(Path.Combine(att, $"s{person}", $"{photo}.pgm"));
                    byte[] mixed = [.. picture.ToGrey().Zip(common, (level, other) => (byte)(own * level + (1 - own) * other))];
                    File.WriteAllBytes(_semblance.File($"{name}{person}-{photo}.png"), Photo.FromGrey(picture.Width, picture.Height, mixed).EncodePng());
                    list.Add($"{name}{person}-{photo}.png,{person},{name}");
                }
            }
        }
        File.WriteAllLines(_semblance.File("groups.csv"), list);

        var alone = _semblance.Run("calibrate", "--people", att, "--aligned", "--json");
        var grouped = _semblance.Run("calibrate", "--people", att, "--groups", _semblance.File("groups.csv"), "--aligned", "--save", "grouped", "--default-fmr", "0.01", "--json");

        Assert.True(grouped.ExitCode == 0, grouped.Error);
        double At(CommandResult result, double rate) => result.Json.GetProperty("calibration").GetProperty("rates").EnumerateArray().First(row => row.GetProperty("fmr").GetDouble() == rate).GetProperty("score").GetDouble();
        Assert.True(At(grouped, 0.01) > At(alone, 0.01), "the group of alike faces does not make the threshold stricter");
        var groups = grouped.Json.GetProperty("calibration").GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal(["alike", "varied"], groups.Select(group => group.GetProperty("name").GetString()));
        Assert.All(groups, group => Assert.InRange(group.GetProperty("rates").EnumerateArray().First().GetProperty("measuredFmr").GetDouble(), 0, 0.01));
        _semblance.Pack = null;
        Assert.Matches(@"alike +4,500 +0\.", _semblance.Run("packs", "list").Output);
        var evaluated = _semblance.Run("evaluate", "--groups", _semblance.File("groups.csv"), "--aligned", "--pack", "grouped");
        Assert.Matches(@"all within groups +9,000 +0\.", evaluated.Output);
    }

    [Fact]
    public void Calibrate_Pairs_ShowsTheTableAndChangesNothing()
    {
        string images = TestData.Require("lfw-dev/images"), pairs = TestData.Require("lfw-dev/pairs.csv");
        byte[] before = File.ReadAllBytes(Path.Combine(_semblance.Pack!, "pack.json"));

        var result = _semblance.Run("calibrate", "--pairs", pairs, "--images", images, "--aligned", "--rule-of-3");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("weak: few comparisons", result.Output);
        Assert.Contains("Nothing was changed", result.Error);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_semblance.Pack!, "pack.json")));
    }

    [Fact]
    public void Calibrate_TooFewPhotos_IsRefusedWithTheNumberItWouldTake()
    {
        foreach (string person in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_semblance.File($"people/{person}"));
            File.Copy(CommandLine.Lfw("Ahmed_Ghazi"), _semblance.File($"people/{person}/1.jpg"));
        }

        var result = _semblance.Run("calibrate", "--people", _semblance.File("people"), "--aligned", "--write");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("semblance: A false match rate of 0.1 takes at least 300 comparisons between different people, so that 30 false matches can be expected; there are 1.", result.Error.Trim());
    }

    [Theory]
    [InlineData("Give either --pairs and --images, or --people.")]
    [InlineData("Give either --pairs and --images, or --people.", "--pairs", "p.csv", "--images", "i", "--people", "f")]
    [InlineData("--pairs and --images belong together.", "--pairs", "p.csv")]
    [InlineData("Give --save or --write, not both.", "--people", "f", "--save", "n", "--write")]
    [InlineData("--people f: there is no such folder.", "--people", "f")]
    public void Calibrate_WrongOptions_SaysWhatToDo(string sentence, params string[] options)
    {
        var result = _semblance.Run(["calibrate", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Error);
    }

    [Fact]
    public void Calibrate_DefaultThatThePhotosDoNotCarry_IsRefusedAndInstallsNothing()
    {
        var result = _semblance.Run("calibrate", "--people", TestData.Require("att_faces"), "--aligned", "--save", "att");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("As the default, one of 0.1, 0.05", result.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_semblance.Home, "packs")));
    }
}
