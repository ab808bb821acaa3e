using Semblance.Imaging;
using Semblance.OpenCv;

namespace Semblance.Tests.Cli;

/// <summary>Enrolling, verifying and watching people on real clips.</summary>
public sealed class EnrolmentTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void EnrollAndVerify_PartsOfOneClip_MatchAndAnotherPersonDoesNot()
    {
        string clip = CommandLine.Clip("person-a");

        var enrolled = _semblance.Run("enroll", "anna", "--from", clip, "--to-time", "2%", "--liveness", "off", "--json");
        var same = _semblance.Run("verify", "--liveness", "off", "anna", "--from", clip, "--from-time", "33%", "--json");
        var other = _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Clip("person-g"), "--json");

        Assert.Equal(0, enrolled.ExitCode);
        Assert.Equal(6, enrolled.Json.GetProperty("frames").GetInt32());
        Assert.Single(enrolled.Json.GetProperty("taken").EnumerateArray());
        Assert.Equal((0, "Match", 15), (same.ExitCode, same.Outcome, same.Json.GetProperty("frames").GetInt32()));
        Assert.Equal((1, "NoMatch"), (other.ExitCode, other.Outcome));
        Assert.Equal(["outcome", "person", "frames", "seconds", "fmr", "liveness", "reasons"], same.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal("notChecked", same.Json.GetProperty("liveness").GetProperty("verdict").GetString());
        Assert.Contains("liveness is off", same.Error);
    }

    [Fact]
    public void Verify_SourceEndsBeforeTheWindowIsFull_IsUndecided()
    {
        Enroll("anna");

        var result = _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Clip("person-a"), "--to-time", "0.3", "--json");

        Assert.Equal((1, "Undecided"), (result.ExitCode, result.Outcome));
    }

    [Fact]
    public void Verify_FolderWithABrokenPhoto_PassesItOver()
    {
        Enroll("anna");
        Directory.CreateDirectory(_semblance.File("photos"));
        File.Copy(CommandLine.Lfw("AJ_Lamas"), _semblance.File("photos/a.jpg"));
        _semblance.Write("photos/b.jpg", []);

        var result = _semblance.Run("verify", "--liveness", "off", "anna", "--from", _semblance.File("photos"), "--json");

        Assert.Equal((0, "Match"), (result.ExitCode, result.Outcome));
        Assert.Contains("b.jpg: is empty. It is passed over.", result.Error);
    }

    [Fact]
    public void Enroll_NoFaceGoodEnough_StoresNothingAndSaysWhy()
    {
        string small = _semblance.Write("small.png", PhotoReader.Read(CommandLine.Lfw("AJ_Lamas")).Resize(75, 75));

        var result = _semblance.Run("enroll", "anna", "--from", small, "--json");

        Assert.Equal((1, "PoorQuality"), (result.ExitCode, result.Outcome));
        Assert.False(result.Json.GetProperty("enrolled").GetBoolean());
        Assert.Contains("pixels wide", result.Json.GetProperty("notTaken")[0].GetProperty("reason").GetString());
        Assert.Empty(People());
    }

    [Fact]
    public void Enroll_Person_StoresFilesThatOnlyTheOwnerReads()
    {
        Enroll("Annegret");

        string[] files = Directory.GetFiles(_semblance.Home, "*", SearchOption.AllDirectories);
        Assert.All((string[])["gallery.db", "gallery.keys", "master.key"], name => Assert.Contains(name, files.Select(Path.GetFileName)));
        foreach (string file in files)
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("Annegret"u8));
        if (OperatingSystem.IsWindows())
            return; // the profile folder's own protection holds there
        foreach (string file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        foreach (string closed in (string[])[_semblance.Home, Path.Combine(_semblance.Home, "keys")])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(closed));
    }

    [Fact]
    public void Enroll_Photos_AreKeptOnlyWhereThePersonAgreed()
    {
        Enroll("anna");
        string[] agreed = ["--consent", "Form 7", "--keep-photos", "--allow-duplicate"];
        Assert.Equal(0, _semblance.Run(["enroll", "berta", "--from", CommandLine.Lfw("AJ_Lamas"), .. agreed]).ExitCode);

        var without = _semblance.Run("people", "show", "anna", "--json").Json;
        var with = _semblance.Run("people", "show", "berta", "--json").Json;

        Assert.False(without.GetProperty("faces")[0].GetProperty("hasPhoto").GetBoolean());
        Assert.Equal(("command line", false), (without.GetProperty("consent").GetProperty("recordedBy").GetString(), without.GetProperty("consent").GetProperty("keepPhotos").GetBoolean()));
        Assert.True(with.GetProperty("faces")[0].GetProperty("hasPhoto").GetBoolean());
        Assert.Equal("Form 7", with.GetProperty("consent").GetProperty("text").GetString());
    }

    [Fact]
    public void Enroll_NameThatIsTaken_NeedsReplace()
    {
        Enroll("anna");
        string face = FaceOf("anna");

        var refused = _semblance.Run("enroll", "Anna", "--from", CommandLine.Lfw("Adriana_Perez_Navarro"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--replace", refused.Error);
        Assert.Equal(face, FaceOf("anna"));

        // Nobody takes over another's name by --replace alone.
        Assert.Equal(1, _semblance.Run("enroll", "anna", "--from", CommandLine.Lfw("Adriana_Perez_Navarro"), "--replace").ExitCode);
        Assert.Equal(face, FaceOf("anna"));
        Assert.Equal(0, _semblance.Run("enroll", "anna", "--from", CommandLine.Lfw("Adriana_Perez_Navarro"), "--replace", "--allow-duplicate").ExitCode);
        Assert.NotEqual(face, FaceOf("anna"));
        Assert.Equal(["anna"], People());
    }

    [Fact]
    public void Enroll_FaceOfSomebodyElse_IsRefusedUnlessAllowed()
    {
        Enroll("anna");

        var refused = _semblance.Run("enroll", "berta", "--from", CommandLine.Lfw("AJ_Lamas"), "--json");

        Assert.Equal((1, "AlreadyEnrolled"), (refused.ExitCode, refused.Outcome));
        Assert.Equal("anna", refused.Json.GetProperty("sameFace").GetString());
        Assert.Equal(["anna"], People());
        Assert.Equal(0, _semblance.Run("enroll", "berta", "--from", CommandLine.Lfw("AJ_Lamas"), "--allow-duplicate").ExitCode);
        Assert.Equal(0, _semblance.Run("enroll", "berta", "--from", CommandLine.Lfw("Adriana_Perez_Navarro"), "--replace", "--allow-duplicate").ExitCode);
    }

    [Fact]
    public void Enroll_ClipThatLivenessCallsSpoof_IsRefusedAndALivePersonIsNot()
    {
        var screen = _semblance.Run("enroll", "anna", "--from", CommandLine.Clip("turning-screen-replay"), "--to-time", "33%", "--pack", "builtin", "--json");
        Assert.Equal((1, "SpoofSuspected"), (screen.ExitCode, screen.Outcome));
        Assert.NotEmpty(screen.Json.GetProperty("reasons").EnumerateArray());
        Assert.Empty(People());

        Assert.Equal(0, _semblance.Run("enroll", "anna", "--from", CommandLine.Clip("turning-live"), "--to-time", "33%", "--pack", "builtin").ExitCode);
        var entries = _semblance.Run("audit", "list", "--json").Json.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["person.added", "person.refused"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.EndsWith("Liveness: passive, live.", entries[0].GetProperty("detail").GetString());
    }

    [Fact]
    public void Enroll_ClipWithAPackWithoutLandmarks_AsksForLivenessOff()
    {
        var refused = _semblance.Run("enroll", "anna", "--from", CommandLine.Clip("person-a"), "--to-time", "2%");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--liveness off", refused.Error);
    }

    [Fact]
    public void Enroll_OneFaceUnderSixNamesAtOnce_IsOnePerson()
    {
        var processes = Enumerable.Range(0, 6).Select(n => _semblance.Start("enroll", $"name {n}", "--from", CommandLine.Lfw("AJ_Lamas"), "--json")).ToList();
        var results = processes.Select(process => CommandLine.Finish(process, process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd())).ToList();

        var enrolled = Assert.Single(results, result => result.ExitCode == 0).Json.GetProperty("person").GetString();
        Assert.All(results.Where(result => result.ExitCode != 0), result => Assert.Equal((1, "AlreadyEnrolled", enrolled), (result.ExitCode, result.Outcome, result.Json.GetProperty("sameFace").GetString())));
        Assert.Equal([enrolled], People());
    }

    [Fact]
    public void Enroll_NamesOfAnyScript_AreFoundHoweverTheyAreTyped()
    {
        (string Given, string Typed)[] names =
        [
            ("प्रिया शर्मा", "प्रिया शर्मा"), ("அருண் குமார்", "அருண் குமார்"), ("ปริญญา น้ำใจ", "ปริญญา น้ำใจ"), ("বিপ্লব", "বিপ্লব"), ("𠮷野", "𠮷野"), ("O’Brien", "o'brien"), ("Gal·la", "gal·la"),
            ("\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F", "\u0645\u064F\u062D\u064E\u0645\u064E\u0651\u062F"), ("\u05E9\u05C1\u05B8\u05E8\u05B8\u05D4", "\u05E9\u05B8\u05C1\u05E8\u05B8\u05D4"),
            ("José", "JOSE\u0301"), ("ஸ்ரீ", "ஸ்ரீ"),
        ];
        foreach (var (given, typed) in names)
        {
            Enroll(given);
            Assert.Equal(0, _semblance.Run("people", "show", typed).ExitCode);
        }
        Assert.Equal(names.Length, People().Count());
    }

    [Fact]
    public void Enroll_NameThatLeavesTheGallery_ExitsWithTwo()
    {
        Assert.Equal(2, _semblance.Run("enroll", "../anna", "--from", CommandLine.Lfw("AJ_Lamas")).ExitCode);
        Assert.Equal(2, _semblance.Run("people", "remove", "..").ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_semblance.Home, "anna")));
    }

    [Fact]
    public void People_AfterRemove_AreGone()
    {
        Enroll("anna");
        Enroll("José O'Neil");
        Assert.Equal(["anna", "José O'Neil"], People());

        var removed = _semblance.Run("people", "remove", "anna", "--json");

        Assert.Equal((0, "anna"), (removed.ExitCode, removed.Json.GetProperty("removed").GetString()));
        Assert.Equal(["José O'Neil"], People());
        Assert.Equal(2, _semblance.Run("people", "remove", "anna").ExitCode);
        Assert.Equal(0, _semblance.Run("people", "verify-removed", removed.Json.GetProperty("id").GetString()!).ExitCode);
    }

    [Fact]
    public void Verify_PersonNobodyEnrolled_ExitsWithTwo()
    {
        var result = _semblance.Run("verify", "--liveness", "off", "nobody", "--from", CommandLine.Lfw("AJ_Lamas"), "--json");

        result.AssertIsError(2);
        Assert.Contains("Nobody is enrolled as nobody", result.Error);
    }

    [Fact]
    public void Verify_TemplateOfAnotherPack_AsksToEnrolAgain()
    {
        Enroll("anna");
        _semblance.Pack = TinyPack.Write(_semblance.File("other"), padding: 10);

        var result = _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Lfw("AJ_Lamas"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("enrol again", result.Error);
    }

    [Fact]
    public void Verify_DamagedGallery_ExitsWithThree()
    {
        Enroll("anna");
        File.WriteAllText(Path.Combine(_semblance.Home, "gallery.db"), new string('x', 5000));

        var result = _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Lfw("AJ_Lamas"));

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("restore a backup", result.Error);
    }

    [Theory]
    [InlineData("no-such-file.mp4", 2)]
    [InlineData("camera:77", 3)]
    public void Verify_SourceThatIsNotThere_ExitsBySideOfTheFault(string source, int code)
    {
        Enroll("anna");

        var result = _semblance.Run("verify", "--liveness", "off", "anna", "--from", source, "--json");

        result.AssertIsError(code);
        Assert.Contains(source, result.Error);
    }

    [Fact]
    public void Watch_Clip_WritesALinePerFrameAndAVideoOfThem()
    {
        string clip = CommandLine.Clip("person-a"), annotated = _semblance.File("annotated.mp4");
        _semblance.Run("enroll", "anna", "--from", clip, "--to-time", "2%", "--liveness", "off");

        var result = _semblance.Run("watch", "--liveness", "off", "--from", clip, "--to-time", "0.8", "--out", annotated, "--json");

        Assert.Equal(0, result.ExitCode);
        var outcomes = result.JsonLines.Select(line => line.GetProperty("faces")[0].GetProperty("outcome").GetString()).ToList();
        Assert.Equal(20, outcomes.Count);
        Assert.All(outcomes.Take(14), outcome => Assert.Equal("Undecided", outcome));
        Assert.All(outcomes.Skip(14), outcome => Assert.Equal("Match", outcome));
        Assert.Equal("anna", result.JsonLines[^1].GetProperty("faces")[0].GetProperty("person").GetString());
        Assert.Equal(20, CountFrames(annotated));
    }

    [Fact]
    public async Task Watch_CtrlC_EndsCleanlyWithAPlayableVideo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        string annotated = _semblance.File("annotated.mp4");
        using var process = _semblance.Start("watch", "--liveness", "off", "--from", CommandLine.Clip("person-a"), "--out", annotated, "--json");
        var cancellation = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        string output = "";
        for (int lines = 0; lines < 3; lines++)
            output += await process.StandardOutput.ReadLineAsync(cancellation) + "\n";

        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString()]))
            await kill.WaitForExitAsync(cancellation);
        var result = CommandLine.Finish(process, output + await process.StandardOutput.ReadToEndAsync(cancellation), await error);

        Assert.Equal(0, result.ExitCode);
        Assert.InRange(result.JsonLines.Count, 3, 299);
        Assert.Equal(result.JsonLines.Count, CountFrames(annotated));
    }

    private void Enroll(string name) => Assert.Equal(0, _semblance.Run("enroll", name, "--from", CommandLine.Lfw("AJ_Lamas"), "--allow-duplicate").ExitCode);

    private string FaceOf(string name) => _semblance.Run("people", "show", name, "--json").Json.GetProperty("faces")[0].GetProperty("id").GetString()!;

    private IEnumerable<string?> People() =>
        _semblance.Run("people", "list", "--json").Json.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("name").GetString());

    private static int CountFrames(string video)
    {
        using var source = FrameSources.Open(video);
        int frames = 0;
        while (source.Read() is not null)
            frames++;
        return frames;
    }
}
