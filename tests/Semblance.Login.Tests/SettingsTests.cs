using Semblance.Cli.Login;
using Semblance.Cli.Output;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>/etc/semblance/login.json: what it may say, and who may write it.</summary>
public class SettingsTests
{
    [Fact]
    public void Read_NoFile_HoldsTheDefaults()
    {
        var settings = LoginSettings.Read("/nowhere/login.json");

        Assert.Equal((LoginConsent.Key, LoginConsent.Key, LoginConsent.None), (settings.ConsentFor("sudo"), settings.ConsentFor("polkit-1"), settings.ConsentFor("gdm-password")));
        Assert.Same(LivenessPolicy.Passive, settings.PolicyFor("login"));
        Assert.Equal((LoginConsent.None, LoginConsent.Key), (settings.ConsentFor("swaylock"), settings.ConsentFor("a-service-of-somebody")));
    }

    [Fact]
    public void Read_ConsentOfOneService_KeepsTheOthers()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("login.json"), """{"camera": "camera:2", "consent": {"sudo": "head"}} // comment""");
        Assert.SkipUnless(Environment.UserName == "root", "The settings belong to root.");

        var settings = LoginSettings.Read(folder.File("login.json"));

        Assert.Equal(("camera:2", LoginConsent.Head, LoginConsent.Key), (settings.Camera, settings.ConsentFor("sudo"), settings.ConsentFor("su")));
        Assert.Same(LivenessPolicy.Challenge, settings.PolicyFor("sudo"));
    }

    [Theory]
    [InlineData("""{"camera": "/tmp/clip.mp4"}""", "camera is camera:0")]
    [InlineData("""{"liveness": "off"}""", "liveness is passive")]
    [InlineData("""{"seconds": 0}""", "seconds is 2 to 30")]
    [InlineData("""{"seconds": 16, "liveness": "challenge"}""", "at most 15")]
    [InlineData("""{"seconds": 16, "consent": {"sudo": "head"}}""", "at most 15")]
    [InlineData("""{"fmr": 2}""", "fmr is over 0")]
    [InlineData("""{"pack": "packs/mine"}""", "full path")]
    [InlineData("""{"policy": "passive"}""", "policy")]
    [InlineData("""{"consent": {"sudo": "maybe"}}""", "consent")]
    [InlineData("""{"consent": {"../x": "key"}}""", "consent names PAM services")]
    [InlineData("null", "empty")]
    [InlineData("{", "cannot be used")]
    public void Read_WhatCannotBe_IsAnErrorThatNamesIt(string text, string problem)
    {
        Assert.SkipUnless(Environment.UserName == "root", "The settings belong to root.");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("login.json"), text);

        Assert.Contains(problem, Assert.Throws<LoginSettingsException>(() => LoginSettings.Read(folder.File("login.json"))).Message);
    }

    [Fact]
    public void Read_OthersMayWriteItOrItIsALink_IsAnError()
    {
        Assert.SkipUnless(Environment.UserName == "root", "The settings belong to root.");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("login.json"), "{}");
        File.CreateSymbolicLink(folder.File("link.json"), folder.File("login.json"));
        Assert.Throws<LoginSettingsException>(() => LoginSettings.Read(folder.File("link.json")));
        Assert.Equal("camera:0", LoginSettings.Read(folder.File("login.json")).Camera);

        File.SetUnixFileMode(folder.File("login.json"), (UnixFileMode)0b110_110_100);

        Assert.Contains("belong to root", Assert.Throws<LoginSettingsException>(() => LoginSettings.Read(folder.File("login.json"))).Message);
    }
}
