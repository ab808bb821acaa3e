using Semblance.Testing;

namespace Semblance.Tests.Cli;

public sealed class LivenessCommandTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Liveness_PackWithoutLandmarks_IsRefusedWithTheRemedy()
    {
        var result = _semblance.Run("liveness", "--from", TestData.Require("videos/person-a.mp4"), "--json");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("without landmarks", result.Error);
    }

    [Theory]
    [InlineData("liveness", "--policy", "off")]
    [InlineData("watch", "--liveness", "challenge")]
    public void Command_PolicyThatItCannotHave_IsRefused(string command, string option, string policy)
    {
        var result = _semblance.Run(command, "--from", TestData.Require("videos/person-a.mp4"), option, policy);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(policy, result.Error);
    }
}
