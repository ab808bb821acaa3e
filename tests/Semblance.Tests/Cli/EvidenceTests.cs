using System.Text.Json;
using Semblance.Testing;
using Semblance.Tests.OpenCv;

namespace Semblance.Tests.Cli;

/// <summary>Enrolling and verifying on real clips with a pack that decides by evidence.</summary>
public sealed class EvidenceTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public EvidenceTests() => _semblance.Pack = StandInPack.Write(_semblance.File("stand-in"));

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void EnrollAndVerify_HalvesOfOneClip_MatchInAFewFramesAndAnotherPersonNever()
    {
        string clip = CommandLine.Clip("person-b");

        var enrolled = _semblance.Run("enroll", "ben", "--from", clip, "--to-time", "30%", "--liveness", "off", "--json");
        var same = _semblance.Run("verify", "--liveness", "off", "ben", "--from", clip, "--from-time", "50%", "--json");
        var other = _semblance.Run("verify", "--liveness", "off", "ben", "--from", CommandLine.Clip("person-f"), "--seconds", "1", "--json");

        Assert.Equal(0, enrolled.ExitCode);
        Assert.InRange(enrolled.Json.GetProperty("taken").GetArrayLength(), 3, 5);
        Assert.Equal(
            enrolled.Json.GetProperty("frames").GetInt32() - enrolled.Json.GetProperty("taken").GetArrayLength(),
            enrolled.Json.GetProperty("notTaken").EnumerateArray().Sum(reason => reason.GetProperty("count").GetInt32()));
        Assert.Equal((0, "Match"), (same.ExitCode, same.Outcome));
        Assert.InRange(same.Json.GetProperty("frames").GetInt32(), 3, 25);
        Assert.InRange(same.Json.GetProperty("seconds").GetDouble(), 0, 1);
        Assert.Equal(0.0001, same.Json.GetProperty("fmr").GetDouble());
        Assert.Equal(["outcome", "person", "frames", "seconds", "fmr", "liveness", "reasons"], same.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains(other.Outcome, (string[])["NoMatch", "Undecided"]);
    }

    [Fact]
    public void Enroll_SinglePhoto_IsEnoughToVerifyPhotos()
    {
        var enrolled = _semblance.Run("enroll", "ahmed", "--from", CommandLine.Lfw("Ahmed_Ghazi"), "--json");

        Assert.Equal((0, 1), (enrolled.ExitCode, enrolled.Json.GetProperty("taken").GetArrayLength()));
        JsonElement quality = enrolled.Json.GetProperty("taken")[0].GetProperty("quality");
        Assert.InRange(quality.GetProperty("pose").GetProperty("yaw").GetDouble(), -25, 25);
        Assert.Equal(0, _semblance.Run("verify", "--liveness", "off", "ahmed", "--from", CommandLine.Lfw("Ahmed_Ghazi")).ExitCode);
        Assert.Equal(1, _semblance.Run("verify", "--liveness", "off", "ahmed", "--from", CommandLine.Lfw("AJ_Lamas")).ExitCode);
    }

    [Fact]
    public void Watch_EnrolledPerson_IsNamedAfterAFewFrames()
    {
        string clip = CommandLine.Clip("person-b");
        _semblance.Run("enroll", "ben", "--from", clip, "--to-time", "10%", "--liveness", "off");

        var result = _semblance.Run("watch", "--liveness", "off", "--from", clip, "--from-time", "50%", "--seconds", "0.5", "--json");

        Assert.Equal(0, result.ExitCode);
        var faces = result.JsonLines.Select(line => line.GetProperty("faces")[0]).ToList();
        Assert.Equal("Undecided", faces[0].GetProperty("outcome").GetString());
        Assert.Equal(("Match", "ben"), (faces[^1].GetProperty("outcome").GetString(), faces[^1].GetProperty("person").GetString()));
    }

    [Fact]
    public void Watch_StreamThatBreaksAndStaysAway_SaysSoTriesAgainAndExitsWithThree()
    {
        Ffmpeg.Require();
        _semblance.Run("enroll", "ahmed", "--from", CommandLine.Lfw("Ahmed_Ghazi"));
        using var camera = StreamServer.BreakingCamera(PhotoReader.Read(CommandLine.Lfw("Ahmed_Ghazi")), connections: 2);

        var result = _semblance.Run("watch", "--liveness", "off", "--from", camera.Url("camera"), "--reconnect", "3", "--json");

        Assert.Equal(3, result.ExitCode);
        // A machine that is slow passes over frames of a live stream.
        Assert.True(result.JsonLines.Count > 1, "Nothing was seen.");
        Assert.Equal(3, result.JsonLines[^1].GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains("again", result.Error);
        Assert.Contains("given up", result.Error);
    }
}
