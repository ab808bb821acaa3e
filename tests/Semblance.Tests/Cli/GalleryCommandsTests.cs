namespace Semblance.Tests.Cli;

/// <summary>What can be done with enrolled people beside asking who they are.</summary>
public sealed class GalleryCommandsTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Person_ExportedAndImported_ComesBackUnderAnotherName()
    {
        Enroll("anna", "--keep-photos");
        string file = _semblance.File("anna.sealed");
        _semblance.Environment["SEMBLANCE_PASSPHRASE"] = "correct horse battery";
        Assert.Equal(0, _semblance.Run("people", "export", "anna", "--out", file).ExitCode);
        Assert.Equal(2, _semblance.Run("people", "export", "anna", "--out", file).ExitCode);

        Assert.Equal(2, _semblance.Run("people", "import", file).ExitCode);
        var refused = _semblance.Run("people", "import", file, "--name", "berta", "--json");
        Assert.Equal((1, "AlreadyEnrolled", "anna"), (refused.ExitCode, refused.Outcome, refused.Json.GetProperty("sameFace").GetString()));
        var imported = _semblance.Run("people", "import", file, "--name", "berta", "--allow-duplicate", "--json");

        Assert.Equal((0, "berta", 1), (imported.ExitCode, imported.Json.GetProperty("name").GetString(), imported.Json.GetProperty("photos").GetInt32()));
        Assert.Equal((0, "Match"), Outcome(_semblance.Run("verify", "--liveness", "off", "berta", "--from", CommandLine.Lfw("AJ_Lamas"), "--json")));
        _semblance.Environment["SEMBLANCE_PASSPHRASE"] = "another passphrase";
        Assert.Equal(2, _semblance.Run("people", "import", file, "--name", "carla").ExitCode);
        _semblance.Environment["SEMBLANCE_PASSPHRASE"] = "short";
        Assert.Equal(2, _semblance.Run("people", "export", "anna", "--out", _semblance.File("other.sealed")).ExitCode);
        Assert.False(File.Exists(_semblance.File("other.sealed")));
    }

    [Fact]
    public void Person_Renamed_IsFoundUnderTheNewNameOnly()
    {
        Enroll("anna");

        Assert.Equal(0, _semblance.Run("people", "rename", "anna", "Berta").ExitCode);

        Assert.Equal(2, _semblance.Run("people", "show", "anna").ExitCode);
        Assert.Equal("Berta", _semblance.Run("people", "show", "berta", "--json").Json.GetProperty("name").GetString());
        Assert.Equal(2, _semblance.Run("people", "rename", "berta", "../up").ExitCode);
    }

    [Fact]
    public void Reembed_WithAnotherPack_ReadsKeptPhotosAndNamesWhoHasNone()
    {
        Enroll("anna", "--keep-photos");
        Enroll("berta");
        _semblance.Pack = TinyPack.Write(_semblance.File("other"), padding: 10);
        Assert.Equal(2, _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Lfw("AJ_Lamas")).ExitCode);

        var result = _semblance.Run("people", "re-embed", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("anna", result.Json.GetProperty("reembedded")[0].GetString());
        Assert.Equal("berta", result.Json.GetProperty("enrolAgain")[0].GetProperty("person").GetString());
        Assert.Equal((0, "Match"), Outcome(_semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Lfw("AJ_Lamas"), "--json")));
        Assert.Equal((0, 1), (_semblance.Run("people", "re-embed", "anna").ExitCode, _semblance.Run("people", "re-embed").ExitCode));
    }

    [Fact]
    public void MasterKey_Rotated_OpensTheGalleryAndTheOldOneDoesNot()
    {
        Enroll("anna");
        string key = Path.Combine(_semblance.Home, "keys", "master.key"), old = File.ReadAllText(key);

        Assert.Equal(0, _semblance.Run("gallery", "rotate-key").ExitCode);

        Assert.NotEqual(old, File.ReadAllText(key));
        Assert.Equal(0, _semblance.Run("people", "show", "anna").ExitCode);
        File.WriteAllText(key, old);
        Assert.Equal(3, _semblance.Run("people", "list").ExitCode);
    }

    [Fact]
    public void MasterKey_InTheEnvironment_IsRotatedToTheOneThatIsGiven()
    {
        string first = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), next = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        _semblance.Environment["SEMBLANCE_MASTER_KEY"] = first;
        Enroll("anna");
        Assert.False(Directory.Exists(Path.Combine(_semblance.Home, "keys")));
        Assert.Equal(2, _semblance.Run("gallery", "rotate-key").ExitCode);
        string file = _semblance.Write("next.key", System.Text.Encoding.ASCII.GetBytes(next));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal(0, _semblance.Run("gallery", "rotate-key", "--new-key", file).ExitCode);

        Assert.Equal(3, _semblance.Run("people", "list").ExitCode);
        _semblance.Environment["SEMBLANCE_MASTER_KEY"] = next;
        Assert.Equal(0, _semblance.Run("people", "show", "anna").ExitCode);
    }

    [Fact]
    public void Backup_OfTheGallery_IsAFileThatIsNotOverwritten()
    {
        Enroll("anna");
        string file = _semblance.File("backup.db");

        var result = _semblance.Run("gallery", "backup", file, "--json");

        Assert.Equal((0, new FileInfo(file).Length), (result.ExitCode, result.Json.GetProperty("bytes").GetInt64()));
        Assert.Equal(2, _semblance.Run("gallery", "backup", file).ExitCode);
    }

    [Fact]
    public void Audit_EveryChangeAndDecision_StandsInTheLog()
    {
        Enroll("anna");
        _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Lfw("Ahmed_Ghazi"));
        _semblance.Run("people", "remove", "anna");

        var entries = _semblance.Run("audit", "list", "--json").Json.GetProperty("entries").EnumerateArray().ToList();

        Assert.Equal(["person.removed", "face.verified", "person.added"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.All(entries, entry => Assert.Equal("command line", entry.GetProperty("actor").GetString()));
        Assert.Single(entries.Select(entry => entry.GetProperty("person").GetString()).Distinct());
        var intact = _semblance.Run("audit", "verify", "--json");
        Assert.Equal((0, 3), (intact.ExitCode, intact.Json.GetProperty("entries").GetInt32()));
    }

    [Fact]
    public void Keys_CreatedListedAndRevoked_AreShownOnce()
    {
        var created = _semblance.Run("keys", "create", "front door", "--role", "verify", "--json");
        string text = created.Json.GetProperty("key").GetString()!, id = created.Json.GetProperty("id").GetString()!;

        Assert.StartsWith("smb_", text);
        Assert.DoesNotContain(text, _semblance.Run("keys", "list", "--json").Output);
        Assert.Equal(0, _semblance.Run("keys", "revoke", id).ExitCode);
        Assert.NotNull(_semblance.Run("keys", "list", "--json").Json.GetProperty("keys")[0].GetProperty("revoked").GetString());
        Assert.Equal(2, _semblance.Run("keys", "revoke", Guid.NewGuid().ToString()).ExitCode);
        Assert.Equal(2, _semblance.Run("keys", "create", "x", "--role", "king").ExitCode);
    }

    [Fact]
    public void Identify_WithTheBuiltInPack_NamesTheEnrolledAndNobodyElse()
    {
        _semblance.Pack = null;
        Assert.Equal(1, _semblance.Run("identify", "--liveness", "off", "--from", CommandLine.Lfw("AJ_Lamas")).ExitCode);
        Enroll("anna");
        Enroll("berta", "--from", CommandLine.Lfw("Adriana_Perez_Navarro"));

        var known = _semblance.Run("identify", "--liveness", "off", "--from", CommandLine.Lfw("AJ_Lamas"), "--json");
        var stranger = _semblance.Run("identify", "--liveness", "off", "--from", CommandLine.Lfw("Ahmed_Ghazi"), "--json");
        var tooStrict = _semblance.Run("identify", "--liveness", "off", "--from", CommandLine.Lfw("AJ_Lamas"), "--fpir", "0.000001", "--json");

        Assert.Equal((0, "Match"), Outcome(known));
        Assert.Equal(("anna", 2), (known.Json.GetProperty("person").GetString(), known.Json.GetProperty("people").GetInt32()));
        Assert.Equal((1, "NoMatch"), Outcome(stranger));
        Assert.Null(stranger.Json.GetProperty("person").GetString());
        Assert.Equal((1, "Undecided"), Outcome(tooStrict));
    }

    private static (int, string) Outcome(CommandResult result) => (result.ExitCode, result.Outcome);

    private void Enroll(string name, params string[] more)
    {
        string[] from = more.Contains("--from") ? [] : ["--from", CommandLine.Lfw("AJ_Lamas")];
        var result = _semblance.Run(["enroll", name, "--allow-duplicate", .. from, .. more]);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
