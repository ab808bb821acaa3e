namespace Semblance.Tests.Cli;

public sealed class LivenessCommandTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Theory]
    [InlineData("person-a")]
    [InlineData("turning-live")]
    public void Liveness_ClipOfAPerson_IsLive(string clip)
    {
        var result = _semblance.Run("liveness", "--from", CommandLine.Clip(clip), "--pack", "builtin", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("live", result.Json.GetProperty("verdict").GetString());
        Assert.Equal(["texture", "life", "motion"], result.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()!));
    }

    [Fact]
    public void Liveness_ScreenThatShowsAPerson_IsSpoofWithReasons()
    {
        var result = _semblance.Run("liveness", "--from", CommandLine.Clip("turning-screen-replay"), "--pack", "builtin", "--json");

        Assert.Equal((1, "spoof"), (result.ExitCode, result.Json.GetProperty("verdict").GetString()));
        Assert.NotEqual(0, result.Json.GetProperty("reasons").GetArrayLength());
    }

    [Fact]
    public void Liveness_Photos_AreNeverLive()
    {
        var result = _semblance.Run("liveness", "--from", CommandLine.Lfw("AJ_Lamas"), "--pack", "builtin", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.NotEqual("live", result.Json.GetProperty("verdict").GetString());
        Assert.Contains("never live", result.Json.GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public void Liveness_PersonWhoIsAskedForNothing_IsNotLiveUnderAChallenge()
    {
        var result = _semblance.Run("liveness", "--from", CommandLine.Clip("person-c"), "--policy", "challenge", "--pack", "builtin", "--json");

        Assert.Equal((1, "unsure"), (result.ExitCode, result.Json.GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("person-a", "Match", "live")]
    [InlineData("turning-live", "Match", "live")]
    public void Verify_OwnClip_IsAMatchOfALivePersonByDefault(string clip, string outcome, string liveness)
    {
        Enrol(clip);

        var result = _semblance.Run("verify", "anna", "--from", CommandLine.Clip(clip), "--from-time", "33%", "--pack", "builtin", "--json");

        Assert.Equal((outcome, liveness), (result.Outcome, result.Json.GetProperty("liveness").GetProperty("verdict").GetString()));
        Assert.Equal("passive", result.Json.GetProperty("liveness").GetProperty("policy").GetString());
    }

    [Fact]
    public void Verify_ScreenThatShowsTheEnrolledPerson_IsSpoofSuspectedByDefault()
    {
        Enrol("turning-live");

        var result = _semblance.Run("verify", "anna", "--from", CommandLine.Clip("turning-screen-replay"), "--pack", "builtin", "--json");

        Assert.Equal((1, "SpoofSuspected"), (result.ExitCode, result.Outcome));
    }

    [Fact]
    public void Verify_PhotoOfTheEnrolledPerson_IsUndecidedByDefault()
    {
        Assert.Equal(0, _semblance.Run("enroll", "anna", "--from", CommandLine.Lfw("AJ_Lamas"), "--pack", "builtin").ExitCode);

        var result = _semblance.Run("verify", "anna", "--from", CommandLine.Lfw("AJ_Lamas"), "--pack", "builtin", "--json");

        Assert.Equal((1, "Undecided"), (result.ExitCode, result.Outcome));
        Assert.Contains("--liveness off", result.Error);
    }

    [Fact]
    public void Liveness_PackWithoutLandmarks_IsRefusedWithTheRemedy()
    {
        var result = _semblance.Run("liveness", "--from", CommandLine.Clip("person-a"), "--json");

        result.AssertIsError(2);
        Assert.Contains("without landmarks", result.Error);
    }

    [Theory]
    [InlineData("liveness", "--policy", "off")]
    [InlineData("watch", "--liveness", "challenge")]
    public void Command_PolicyThatItCannotHave_IsRefused(string command, string option, string policy)
    {
        var result = _semblance.Run(command, "--from", CommandLine.Clip("person-a"), option, policy);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(policy, result.Error);
    }

    private void Enrol(string clip) => Assert.Equal(0, _semblance.Run("enroll", "anna", "--from", CommandLine.Clip(clip), "--to-time", "33%", "--liveness", "off", "--pack", "builtin").ExitCode);
}
